"""The national form's closed lists, one module a question; codes are stored, labels are shown."""
