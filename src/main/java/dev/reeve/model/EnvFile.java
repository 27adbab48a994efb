package dev.reeve.model;

/// A `.env` file of an app, by its absolute path. One that is not `required` may be missing.
public record EnvFile(String path, boolean required) {}
