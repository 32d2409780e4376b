# Runs the modules of a folder in wasmtime under a host that does nothing, and compares with ends.json; see judges.mjs.
import hashlib
import json
import os
import sys

from wasmtime import Config, Engine, FuncType, Instance, Limits, Memory, MemoryType, Module, Store, Trap, TrapCode, Func, ValType

NAMES = {
    TrapCode.UNREACHABLE: "UNREACHABLE",
    TrapCode.MEMORY_OUT_OF_BOUNDS: "MEMORY_BOUNDS",
    TrapCode.INTEGER_DIVISION_BY_ZERO: "DIVISION_BY_ZERO",
    TrapCode.INTEGER_OVERFLOW: "INTEGER_OVERFLOW",
    TrapCode.TABLE_OUT_OF_BOUNDS: "INDIRECT_CALL",
    TrapCode.INDIRECT_CALL_TO_NULL: "INDIRECT_CALL",
    TrapCode.BAD_SIGNATURE: "INDIRECT_CALL",
}
# What the instrumentation stops with, by its number in the table of errors.
STOPS = {2100: "OUT_OF_GAS", 2101: "STACK_WEIGHT", 2102: "STACK_DEPTH"}


class Stopped(Exception):
    def __init__(self, code):
        super().__init__(str(code))
        self.code = code


def digest(memory, store):
    data = bytes(memory.read(store, 0, memory.data_len(store)))
    return f"{len(data)} {hashlib.sha256(data).hexdigest()}"


def run(engine, wasm, names, pages, gas, stack):
    store = Store(engine)
    module = Module(engine, wasm)
    memory = Memory(store, MemoryType(Limits(pages, 64)))
    left = [float(gas)]

    def stop(code):
        raise Stopped(code)

    def grow(gas_left, _stack, now, more):
        left[0] = gas_left
        return 1 if now + (more & 0xFFFFFFFF) <= 64 else 0

    own = {"fail": stop, "gas": lambda: left[0], "grow": grow}

    def host(kind):
        def call(gas_left, _stack, *_):
            left[0] = gas_left
            return 0 if len(kind.results) > 0 else None

        return call

    imports = []
    for each in module.imports:
        if each.name == "m" and each.module == "e":
            imports.append(memory)
        else:
            act = own[each.name] if each.module == "e" else host(each.type)
            imports.append(Func(store, each.type, act))
    try:
        exports = Instance(store, module, imports).exports(store)
        for name in names:
            gas = exports[name](store, float(gas), stack)
        return f"OK {int(gas)} {digest(memory, store)}"
    except Stopped as stopped:
        return f"{STOPS[stopped.code]} {digest(memory, store)}"
    except Trap as trap:
        return f"{NAMES.get(trap.trap_code, str(trap.trap_code))} {digest(memory, store)}"


def main(folder):
    with open(os.path.join(folder, "ends.json"), encoding="utf8") as file:
        given = json.load(file)
    config = Config()
    config.max_wasm_stack = 1536 << 10
    engine = Engine(config)
    counts, wrong = {}, []
    for what, end in given["ends"].items():
        number, *names, pages = what.split(" ")
        with open(os.path.join(folder, f"{number}.wasm"), "rb") as file:
            got = run(engine, file.read(), names, int(pages), given["gas"], given["stack"])
        counts[end.split(" ")[0]] = counts.get(end.split(" ")[0], 0) + 1
        # Where `_start` ended badly there is no memory to look at over there.
        blind = end.split(" ")[1] == "0" and not end.startswith("OK")
        if got != end and not (blind and got.split(" ")[0] == end.split(" ")[0]):
            wrong.append(f"{what}: {end} there, {got} here")
    print(f"{len(given['ends'])} modules in wasmtime: {json.dumps(counts, sort_keys=True)}")
    for line in wrong[:20]:
        print(f"DIFFERENT {line}")
    sys.exit(6 if wrong else 0)


main(sys.argv[1])
