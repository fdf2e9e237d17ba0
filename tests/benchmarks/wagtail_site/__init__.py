"""A minimal Wagtail site, for tests.benchmarks.web. It runs in its own environment, with Wagtail installed."""
