"""Tests of the embedded MySQL: functions."""
