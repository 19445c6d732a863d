"""How records are counted: the rules of the national return, apart from any format or table."""
