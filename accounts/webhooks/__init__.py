"""Telling other programs what happened: endpoints, deliveries, and the sending of one."""
