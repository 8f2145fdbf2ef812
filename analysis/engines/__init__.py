"""Measuring speech, face and content. A small library: it knows neither Django nor the rest of the product."""

import os

# Threads of the numeric libraries that wait must sleep, not spin: on busy cores spinning takes many times as long.
# Read once, when the first of those libraries is loaded, so it is set before any can be.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
