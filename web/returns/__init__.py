"""The return to the Home Office on its way out: layouts as data, tables, spreadsheets and files."""
