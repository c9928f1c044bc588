"""接口说明: the OpenAPI file, made from the code; what ninja cannot say is put right here."""

import json
from typing import Any, Final

from .problems import PROBLEM
from .question import Token, api

DESCRIPTIONS: Final = {
    "200": "筛查结果",
    "400": "读不懂送来的内容",
    "401": "令牌不对",
    "405": "这个地址只收 POST",
    "413": "内容太多",
    "415": "内容的种类不对",
    "422": "有几处写得不对，或者一次送的条数太多",
    "429": "用得太勤",
}
SECURITY: Final = Token.__name__
RETRY_AFTER: Final = {
    "description": "过几秒再来",
    "schema": {"type": "integer", "minimum": 1},
}


def document() -> dict[str, Any]:
    """接口说明: OpenAPI 3.1, a plain dictionary."""
    # Through JSON, so that nobody holds a piece of ninja's own.
    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
    made["servers"] = [{"url": "/", "description": "本县的网市"}]
    for path in made["paths"].values():
        for operation in path.values():
            _put_right(operation)
    made["components"]["securitySchemes"][SECURITY]["description"] = (
        "本县发的令牌，放宽额度；不带令牌也能少量使用"
    )
    return made


def text() -> str:
    """接口说明的文字, as it is served and as it is kept in the repository."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def _put_right(operation: dict[str, Any]) -> None:
    operation["security"] = [{}, {SECURITY: []}]
    for status, response in operation["responses"].items():
        response["description"] = DESCRIPTIONS[status]
        if status != "200":
            response["content"] = {PROBLEM: response["content"].pop("application/json")}
        if status == "429":
            response["headers"] = {"Retry-After": RETRY_AFTER}
