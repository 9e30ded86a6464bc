"""The pages of a place on the web: values in, HTML out. One module for each page.

Who gathers the values is `newlyn.workflows.site`; who answers requests is `newlyn.web`.
"""
