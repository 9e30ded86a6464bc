"""What the pages of a place are made of: gathered at build, opened by a server or by `newlyn publish`.

How a page looks is `newlyn.publish.site`; who answers requests is `newlyn.web`.
"""
