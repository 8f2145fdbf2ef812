"""Reading a transcript from Feishu or Tencent Meeting, page by page, through their own client libraries."""
