"""Pages: each folder is one page with its routes, template and static files."""
