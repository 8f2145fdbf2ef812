"""OpenAPI: what the renderer and the error handler add is described here, once."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from common.api.scopes import scope_of

_ERRORS = {
    "400": "40001: a parameter is wrong; `errors` names the fields.",
    "401": "40101: no valid token.",
    "403": "40301: the role lacks the right.",
    "404": "40401: missing, or out of scope.",
    "405": "40501: the method is not served here.",
    "409": "40901: does not fit the present state.",
    "413": "41301: the body is too large.",
    "415": "41501: this kind of content is not accepted.",
    "429": "42901: too many requests; `Retry-After` says when to come back.",
    "500": "50001: our fault; quote the `request_id`.",
    "503": "50301: not available just now.",
}


class EnvelopeSchema(AutoSchema):
    """Tags by the first part of the path; pages of a list are described through its paginator."""

    def get_tags(self) -> list[str]:
        parts = [part for part in self.path.split("/") if part and part != "v1"]
        return [parts[0]] if parts else ["other"]

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """With what an application needs here."""
        described = super().get_description() or ""
        scope = scope_of(self.view, self.method) if hasattr(self.view, "read_scope") else None
        return "\n\n".join(part for part in (described, f"Applications need `{scope}`." if scope else "") if part)

    def get_extensions(self) -> dict[str, Any]:
        scope = scope_of(self.view, self.method) if hasattr(self.view, "read_scope") else None
        return {**super().get_extensions(), **({"x-scope": scope} if scope else {})}


def wrap_in_envelope(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: successes become ``{code, message, data}``, errors the error envelope."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = _error_schema()
    for path in result["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "responses" in operation:
                _wrap_operation(operation)
    return result


def _wrap_operation(operation: dict[str, Any]) -> None:
    for status, response in list(operation["responses"].items()):
        content = response.get("content", {}).get("application/json")
        if status.startswith("2"):
            if content is None and not response.get("content"):
                response["content"] = {"application/json": {"schema": _envelope({"nullable": True, "type": "object"})}}
            elif content is not None:
                content["schema"] = _envelope(content["schema"])
                for example in content.get("examples", {}).values():
                    example["value"] = {"code": 0, "message": "success", "data": example["value"]}
    for status, description in _ERRORS.items():
        body = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        operation["responses"].setdefault(status, {"description": description, "content": body})


def _envelope(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["code", "message", "data"],
        "properties": {
            "code": {"type": "integer", "enum": [0]},
            "message": {"type": "string", "example": "success"},
            "data": data,
        },
    }


def _error_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["code", "message", "data"],
        "properties": {
            "code": {"type": "integer", "example": 40001},
            "message": {"type": "string", "description": "A sentence in the language of Accept-Language."},
            "data": {"type": "object", "nullable": True, "enum": [None], "example": None},
            "errors": {"type": "object", "additionalProperties": {}, "description": "Sentences by field."},
            "request_id": {"type": "string"},
        },
    }
