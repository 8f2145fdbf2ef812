from django.urls import path, re_path

from questionbank.pages import editing, listing, tables

_ONE = "questions/<q_id:question_id>"

console = [
    path("questions/", listing.Questions.as_view(), name="questions"),
    path("questions/bulk", listing.BulkQuestions.as_view(), name="bulk_questions"),
    path("questions/new", editing.NewQuestion.as_view(), name="new_question"),
    path("questions/import", tables.ImportQuestions.as_view(), name="import_questions"),
    path("questions/imports/<qimp_id:import_id>", tables.QuestionImportPage.as_view(), name="question_import"),
    path(
        "questions/imports/<qimp_id:import_id>/store",
        tables.ConfirmQuestionImport.as_view(),
        name="store_question_import",
    ),
    path(
        "questions/imports/<qimp_id:import_id>/discard",
        tables.DiscardQuestionImport.as_view(),
        name="discard_question_import",
    ),
    re_path(r"^questions/export\.(?P<suffix>xlsx|csv)$", tables.ExportQuestions.as_view(), name="export_questions"),
    re_path(
        r"^questions/template-(?P<language>zh|en)\.(?P<suffix>xlsx|csv)$",
        tables.QuestionTemplate.as_view(),
        name="question_template",
    ),
    path("questions/suggested/<pos_id:position_id>", listing.SuggestedQuestions.as_view(), name="suggested_questions"),
    path(_ONE, editing.QuestionPage.as_view(), name="question"),
    path(f"{_ONE}/edit", editing.EditQuestion.as_view(), name="edit_question"),
    path(f"{_ONE}/delete", editing.DeleteQuestion.as_view(), name="delete_question"),
    path(f"{_ONE}/versions/<int:number>", editing.VersionPage.as_view(), name="question_version"),
    path(f"{_ONE}/versions/<int:number>/restore", editing.RestoreVersion.as_view(), name="restore_question"),
]
