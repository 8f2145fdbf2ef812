"""Measuring speech, face and content. A small library: it knows neither Django nor the rest of the product."""
