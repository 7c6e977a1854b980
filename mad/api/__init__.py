"""The partner API's reference, drawn from its OpenAPI document."""
