"""A contract for import-linter: another app is entered through its front only."""

from __future__ import annotations

from importlinter import Contract, ContractCheck, fields, output


class FrontOnly(Contract):
    """Modules of one app may import of another app only the modules that the other shows.

    ``apps``: packages with a front; ``front``: the names below an app that others may import; ``importers``: more
    packages that have to keep the rule. Imports inside one app are none of its business.
    """

    apps = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    front = fields.ListField(subfield=fields.StringField())

    def check(self, graph, verbose):  # type: ignore[no-untyped-def]
        found = []
        watched = {*self.apps, *self.importers}
        for importer in sorted(graph.modules):
            home = importer.partition(".")[0]
            if home in watched:
                found += [
                    (importer, imported)
                    for imported in sorted(graph.find_modules_directly_imported_by(importer))
                    if self._is_behind(imported, home=home)
                ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def _is_behind(self, imported: str, *, home: str) -> bool:
        app, _, rest = imported.partition(".")
        return app in self.apps and app != home and bool(rest) and rest.partition(".")[0] not in self.front

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["found"]:
            output.print_error(f"{importer} imports {imported}", bold=False)
