"""Frozen, slotted values that are ready sooner: `from docbao.values import dataclass`.

A type checker is shown the standard library's own `dataclass`; what runs is the part of it that
docbao's values use. `dataclasses` imports `inspect` (11 ms) and compiles six functions for each
class (0.6 ms); a program that starts within a tenth of a second cannot pay that for twenty
classes, most of which it will not meet. Here the constructor is compiled when the first value
is made, and the other methods are written once for all. `dataclasses.replace`, `fields` and
`asdict` work on these values as on any other (docs/decisions tells what was weighed).
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

__all__ = ["dataclass", "field"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field
else:
    _MISSING = object()

    class field:  # noqa: N801 - stands for dataclasses.field
        """What `dataclasses.field` is asked for here: a default, and whether `repr` shows it."""

        __slots__ = ("default", "repr")

        def __init__(self, *, default=_MISSING, repr=True):  # noqa: A002 - its name there
            self.default = default
            self.repr = repr

    def dataclass(*, frozen, slots):
        """The class decorator; values are frozen and slotted, there is no other kind."""
        if not (frozen and slots):
            msg = "docbao.values makes frozen, slotted values only"
            raise TypeError(msg)
        return _value_class

    def _value_class(plain):
        if plain.__bases__ != (object,):
            msg = f"{plain.__name__}: values inherit nothing"
            raise TypeError(msg)
        fields, body, kinds = {}, dict(plain.__dict__), dict(plain.__annotations__)
        for name, kind in kinds.items():
            if "ClassVar" in str(kind):
                msg = f"{plain.__name__}.{name}: a constant stands outside its class"
                raise TypeError(msg)
            given = body.pop(name, _MISSING)
            fields[name] = given if isinstance(given, field) else field(default=given)
        for name in ("__dict__", "__weakref__"):
            body.pop(name, None)
        names = tuple(fields)
        values = attrgetter(*names) if len(names) > 1 else _one(names)
        body |= {
            "__annotations__": kinds,
            "__slots__": names,
            "__match_args__": names,
            "__setattr__": _refuse_set,
            "__delattr__": _refuse_delete,
            "__getstate__": lambda self: [getattr(self, name) for name in names],
            "__setstate__": _restore,
            "__dataclass_fields__": _Fields(fields),
            "__qualname__": plain.__qualname__,
        }
        body.setdefault("__eq__", _equality(values))
        if body.get("__hash__") is None:
            body["__hash__"] = lambda self: hash(values(self))
        body.setdefault("__repr__", _representation(fields))
        made = type(plain)(plain.__name__, plain.__bases__, body)
        made.__init__ = _first_init(made, fields)
        return made

    def _one(names):
        if not names:
            return lambda _: ()
        only = attrgetter(*names)
        return lambda self: (only(self),)

    def _equality(values):
        def __eq__(self, other):  # noqa: N807 - becomes the method
            if other.__class__ is self.__class__:
                return values(self) == values(other)
            return NotImplemented

        return __eq__

    def _representation(fields):
        shown = [name for name, about in fields.items() if about.repr]

        def __repr__(self):  # noqa: N807 - becomes the method
            inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{self.__class__.__qualname__}({inside})"

        return __repr__

    def _refuse_set(_self, name, _value):
        from dataclasses import FrozenInstanceError  # noqa: PLC0415 - only on the way to an error

        msg = f"cannot assign to field {name!r}"
        raise FrozenInstanceError(msg)

    def _refuse_delete(_self, name):
        from dataclasses import FrozenInstanceError  # noqa: PLC0415 - only on the way to an error

        msg = f"cannot delete field {name!r}"
        raise FrozenInstanceError(msg)

    def _restore(self, state):
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)

    def _first_init(made, fields):
        """A constructor that puts the compiled one in its place, and passes the call on."""

        def __init__(self, *given, **named):  # noqa: N807 - becomes the method
            if made.__init__ is __init__:
                made.__init__ = _compiled_init(made, fields)
            made.__init__(self, *given, **named)

        return __init__

    def _compiled_init(made, fields):
        # The slots' own setters are bound once: a frozen class has no other way in.
        space = {f"_set_{name}": getattr(made, name).__set__ for name in fields}
        space |= {f"_default_{name}": about.default for name, about in fields.items()}
        head = ", ".join(
            name if about.default is _MISSING else f"{name}=_default_{name}"
            for name, about in fields.items()
        )
        body = "".join(f"\n    _set_{name}(self, {name})" for name in fields) or "\n    pass"
        exec(f"def __init__(self{', ' if head else ''}{head}):{body}", space)  # noqa: S102 - names from our own source, as dataclasses does
        made_init = space["__init__"]
        made_init.__qualname__ = f"{made.__qualname__}.__init__"
        made_init.__module__ = made.__module__
        made_init.__annotations__ = dict(made.__annotations__)
        return made_init

    class _Fields:
        """`__dataclass_fields__`, made when somebody asks: `replace`, `fields`, `asdict` do."""

        def __init__(self, about):
            self._about = about
            self._made = None

        def __get__(self, _, owner):
            if self._made is None:
                self._made = _standard_fields(owner, self._about)
            return self._made

    def _standard_fields(owner, about):
        import dataclasses  # noqa: PLC0415 - what this module is there to put off

        standard = [
            (
                name,
                owner.__annotations__[name],
                dataclasses.field(
                    default=dataclasses.MISSING if one.default is _MISSING else one.default,
                    repr=one.repr,
                ),
            )
            for name, one in about.items()
        ]
        twin = dataclasses.make_dataclass(owner.__name__, standard, frozen=True)
        return twin.__dataclass_fields__
