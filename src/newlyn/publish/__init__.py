"""Rendering: values in, pages, charts, maps and tables out. No database, no network, no Django."""
