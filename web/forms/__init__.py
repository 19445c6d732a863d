"""Each question stated once: the domain says what it is, a schema adds the words, pages and API use both."""
