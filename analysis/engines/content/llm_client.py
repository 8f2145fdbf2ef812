"""One question to an OpenAI-compatible server, one JSON object back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class LlmFailure(StrEnum):
    """Why there is no answer. Stored with the result as the reason for falling back."""

    TIMEOUT = "llm_timeout"
    UNREACHABLE = "llm_unreachable"  # no connection, or an HTTP error
    INVALID = "llm_invalid"  # no JSON, or not of the shape asked for


class LlmError(Exception):
    """The server gave no usable answer."""

    def __init__(self, failure: LlmFailure, detail: str = "") -> None:
        super().__init__(f"{failure.value}: {detail}" if detail else failure.value)
        self.failure = failure


class LlmClient:
    """Asks ``model`` at ``base_url``; ``timeout_seconds`` bounds the wait, and nothing is tried twice."""

    def __init__(self, *, base_url: str, api_key: str, model: str, timeout_seconds: float = 20.0) -> None:
        self.model = model
        self._base_url = base_url
        self._api_key = api_key
        self._timeout_seconds = timeout_seconds
        self._client: Any = None

    def load(self) -> None:
        """Make the connection pool (no request is sent)."""
        if self._client is None:
            import openai

            self._client = openai.OpenAI(
                base_url=self._base_url,
                api_key=self._api_key or "none",
                timeout=self._timeout_seconds,
                max_retries=0,
            )

    def ask(self, *, system: str, user: str, name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The JSON object the model answers with. Raises `LlmError`; the shape is for the caller to check."""
        import openai

        self.load()
        try:
            completion = self._client.chat.completions.create(
                model=self.model,
                temperature=0,
                messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": name, "strict": True, "schema": schema},
                },
            )
        except openai.APITimeoutError as error:
            raise LlmError(LlmFailure.TIMEOUT) from error
        except openai.APIResponseValidationError as error:
            raise LlmError(LlmFailure.INVALID, "no completion") from error
        except (openai.APIConnectionError, openai.APIStatusError) as error:
            raise LlmError(LlmFailure.UNREACHABLE, type(error).__name__) from error
        except json.JSONDecodeError as error:
            raise LlmError(LlmFailure.INVALID, "no JSON body") from error
        return _parse(completion)


def _parse(completion: Any) -> Mapping[str, Any]:
    choices = getattr(completion, "choices", None)
    content = choices[0].message.content if choices else None
    if not isinstance(content, str):
        raise LlmError(LlmFailure.INVALID, "no text")
    try:
        found = json.loads(content)
    except json.JSONDecodeError as error:
        raise LlmError(LlmFailure.INVALID, "not JSON") from error
    if not isinstance(found, dict):
        raise LlmError(LlmFailure.INVALID, "not an object")
    return found


def quoted_block(*, label: str, text: str) -> str:
    """Text of a candidate as data: one JSON string between markers, so that nothing in it can close the block."""
    data = json.dumps(text, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<{label}>\n{data}\n</{label}>"
