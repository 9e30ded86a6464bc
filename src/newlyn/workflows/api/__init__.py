"""What the API answers, as values: places, areas, indicators, observations, and where a figure comes from.

Requests and status codes are `newlyn.web.api`; the tables that are downloaded whole are `workflows.site.data_set`,
whose columns have the names that the fields have here.
"""
