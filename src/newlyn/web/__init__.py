"""HTTP: requests in, pages out. Django lives here and nowhere else; this room renders nothing and computes nothing.

What is on a page is gathered in `newlyn.workflows.site` and drawn in `newlyn.publish.site`.
"""
