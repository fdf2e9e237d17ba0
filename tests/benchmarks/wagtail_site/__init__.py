"""A minimal Wagtail site, for tests.benchmarks.web. It runs in an environment of its own, with Wagtail installed."""
