"""程序接口: `POST /api/screen`, described by `/api/openapi.json`."""
