"""The API description as the judge of real requests and replies: what they say that it does not, and the other way round.

Knows the part of JSON Schema that web/build/api_schemas.ts writes. Stricter than the standard in one point: a member that the
description does not mention is a fault, since a reader of the description would never learn of it."""
import datetime
import re

TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}
FORMATS = {"date": datetime.date.fromisoformat, "date-time": lambda text: datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")}


def of_type(value, name):
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def formatted(value, name):
    try:
        return bool(FORMATS[name](value))
    except ValueError:
        return False


def schema_of(message):
    """The schema of an operation's body or answer; None when it has none."""
    return next(iter(message.get("content", {}).values()), {}).get("schema")


class Contract:
    def __init__(self, description):
        self.description = description
        self.operations = {(method.upper(), pattern): operation
                           for pattern, methods in description["paths"].items() for method, operation in methods.items()}
        # Where two patterns fit, the one with fewer parameters is meant: /plans/import before /plans/{id}.
        self.patterns = [(method, re.compile(re.sub(r"\{\w+\}", "[^/]+", pattern)), pattern)
                         for method, pattern in sorted(self.operations, key=lambda key: key[1].count("{"))]

    def pattern(self, method, path):
        return next((pattern for known, form, pattern in self.patterns if known == method and form.fullmatch(path.split("?")[0])), None)

    def resolve(self, schema):
        while "$ref" in schema:
            place = self.description
            for name in schema["$ref"].removeprefix("#/").split("/"):
                place = place[name]
            schema = {**place, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema

    def members(self, schema):
        """Names an object may have; None when any."""
        schema = self.resolve(schema)
        parts = [self.members(part) for part in schema.get("allOf", [])]
        if "additionalProperties" in schema or "anyOf" in schema or not schema.keys() & {"properties", "allOf"} or None in parts:
            return None
        return set(schema.get("properties", {})).union(*parts)

    def faults(self, schema, value, at="", whole=True):
        """Everything in which `value` differs from `schema`; `whole` when the schema is not one of several parts of it."""
        schema = self.resolve(schema)
        for part in schema.get("allOf", []):
            yield from self.faults(part, value, at, whole=False)
        choices = [list(self.faults(choice, value, at)) for choice in schema.get("anyOf", [])]
        if choices and all(choices):
            yield from min(choices, key=len)
        types = schema.get("type", [])
        if types and not any(of_type(value, name) for name in ([types] if isinstance(types, str) else types)):
            yield f"{at}: {value!r} is not {types}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value!r} is not one of {schema['enum']}"
        if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
            yield f"{at}: {value!r} does not match {schema['pattern']}"
        if isinstance(value, str) and "format" in schema and not formatted(value, schema["format"]):
            yield f"{at}: {value!r} is not a {schema['format']}"
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.faults(schema.get("items", {}), item, f"{at}/{index}")
        if isinstance(value, dict):
            yield from (f"{at}/{name}: missing" for name in schema.get("required", []) if name not in value)
            known = self.members(schema) if whole else None
            yield from (f"{at}/{name}: not described" for name in value if known is not None and name not in known)
            described = schema.get("properties", {})
            for name, member in value.items():
                yield from self.faults(described.get(name, schema.get("additionalProperties", {})), member, f"{at}/{name}")

    def judge(self, method, path, body, reply):
        """Faults of one exchange. What was sent is only judged when it was accepted."""
        pattern = self.pattern(method, path)
        if pattern is None:
            return [f"{method} {path} is not described"] if reply.status < 400 else []
        operation = self.operations[method, pattern]
        if reply.status >= 400:
            answer, sent = schema_of(self.resolve(operation["responses"]["default"])), None
        else:
            answer, sent = schema_of(operation["responses"]["2XX"]), schema_of(operation.get("requestBody", {}))
        out = []
        if sent and body is not None:
            out += [f"sent {fault}" for fault in self.faults(sent, body)]
        if answer:
            out += [f"answered {fault}" for fault in self.faults(answer, reply.json)]
        return [f"{method} {pattern} {reply.status} {fault}" for fault in out]
