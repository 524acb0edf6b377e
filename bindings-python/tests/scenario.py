"""Plays a scenario over the typed interface of the package, blocking or awaited."""

import inspect
import re
from datetime import datetime
from typing import Any

import servicedesk
from neutral import neutral


class Player:
    """One run of one scenario on one desk."""

    def __init__(self, desk: Any, run: str) -> None:
        self.desk = desk
        self.run = run
        self.results: dict[str, Any] = {}
        self.scopes: dict[str, Any] = {}
        self.entered: Any = None

    async def play(self, scenario: dict[str, Any]) -> None:
        """Plays every step, naming the one that fails."""
        for number, step in enumerate(scenario["steps"], 1):
            try:
                await self.step(step)
            except Exception as error:
                raise AssertionError(f"{scenario['name']}, step {number}, {step}: {error!r}") from error

    async def step(self, step: dict[str, Any]) -> None:
        """Plays one step."""
        if "now" in step:
            self.desk.set_now(instant(step["now"]))
        elif "enter" in step:
            self.entered = self.desk.scope(**self.resolved(step["enter"]))
            if "as" in step:
                self.scopes[step["as"]] = self.entered
        else:
            await self.call(step)

    async def call(self, step: dict[str, Any]) -> None:
        """Plays a call and compares what comes of it."""
        scope = self.scopes[step["in"]] if "in" in step else self.entered
        try:
            method = self.method(scope, step)
            result = method(**spread(method, self.resolved(step.get("with", {}))))
            if "iterate" in step:
                result = [item async for item in result] if hasattr(result, "__aiter__") else list(result)
            elif inspect.isawaitable(result):
                result = await result
        except servicedesk.ServiceDeskError as error:
            if "error" not in step:
                raise
            self.compare_error(error, step["error"])
            return
        assert "error" not in step, f"no error, but {neutral(result)}"
        if "as" in step:
            self.results[step["as"]] = result
        if "expect" in step:
            compare(neutral(result), neutral(self.resolved(step["expect"])), "result")

    def method(self, scope: Any, step: dict[str, Any]) -> Any:
        """Returns the method of the package that stands for the operation."""
        area, name = (step.get("call") or step["iterate"]).split(".")
        if area == "calendar":
            # `new` is the class itself; what makes a calendar, or needs none, belongs to the class.
            place = self.results[step["of"]] if "of" in step else servicedesk.Calendar
            return place if name == "new" else getattr(place, name)
        if "iterate" in step:
            name = "iterate" if name == "list" else f"iterate_{name}"
        if area == "desk":
            return getattr(self.desk, name)
        return getattr(scope if area == "scope" else getattr(scope, area), name)

    def compare_error(self, error: servicedesk.ServiceDeskError, expected: dict[str, Any]) -> None:
        """Compares an error, also with its class."""
        assert (error.code, error.kind) == (expected["code"], expected["kind"]), repr(error)
        assert type(error).__name__ == "".join(word.title() for word in error.kind.split("_")) + "Error"
        if "fields" in expected:
            assert list(error.fields) == expected["fields"]
        assert error.message("en") and error.message("pt-BR")

    def resolved(self, value: Any) -> Any:
        """Returns the value with references and the name of the run filled in."""
        match value:
            case str() if value.startswith("$"):
                name, *path = value[1:].split(".")
                result = self.results[name]
                for part in path:
                    result = pick(result, part)
                return result
            case str():
                return value.replace("{run}", self.run)
            case list():
                return [self.resolved(item) for item in value]
            case dict():
                return {name: self.resolved(item) for name, item in value.items()}
            case _:
                return value


def instant(text: str) -> datetime:
    """Reads an instant, also with a Python that does not know the Z."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def pick(value: Any, part: str) -> Any:
    """Returns a part of a result, by name or by position."""
    if isinstance(value, (list, tuple)):
        return value[int(part)]
    return value[part] if isinstance(value, dict) else getattr(value, part)


def spread(method: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Returns the arguments as the method takes them: the last structure as keyword arguments."""
    arguments = dict(arguments)
    if method is servicedesk.Calendar:
        return dict(arguments.get("definition", {}))
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            arguments.update(arguments.pop(parameter.name, {}))
    return arguments


def compare(found: Any, expected: Any, path: str) -> None:
    """Compares a result in its neutral form with what is expected of it."""
    match expected:
        case {"$length": length}:
            assert len(found) == length, f"{path} has {len(found)} items"
        case {"$any": _}:
            assert found is not None, path
        case {"$matches": pattern}:
            assert isinstance(found, str) and re.search(pattern, found), f"{path} is {found!r}"
        case dict():
            assert isinstance(found, dict), f"{path} is {found!r}"
            for name, item in expected.items():
                compare(found.get(name), item, f"{path}.{name}")
        case list():
            assert isinstance(found, list) and len(found) == len(expected), f"{path} is {found!r}"
            for index, item in enumerate(expected):
                compare(found[index], item, f"{path}.{index}")
        case _:
            assert found == expected, f"{path} is {found!r}"
