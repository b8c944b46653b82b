"""Runs are solved here, beside the pages: a durable queue, one warm child that solves, the best so far saved."""
