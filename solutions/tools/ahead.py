"""numba's functions compiled ahead of time to WebAssembly: one side module for Pyodide.

    module = side_module([Export("run", function, types), ...])

numba translates each function for the types given, llvmlite compiles what numba would have
compiled for this processor for wasm32 instead, and LLVM's linker, which comes with Zig, makes
one module of them. Each of its functions takes one address, where in steps of 8 bytes stands
what numba's own are called with: the addresses of the result and of an error, and then all
parts of the arguments. So a call from Python costs the same for one argument and for twenty.
What functions need of numba is here: memory for arrays, and products of matrices.

It has to run in a process of its own that has compiled nothing yet: numba is told to leave
the code alone which it would make fast for this processor.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import llvmlite.binding as llvm
import numba
from numba import types
from numba.core.codegen import CPUCodeLibrary
from numba.core.runtime import nrtdynmod

TRIPLE = "wasm32-unknown-emscripten"
# what every browser of the last years has
FEATURES = "+simd128,+bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext"
RUNTIME = """
target datalayout = "{layout}"
target triple = "{triple}"
%info = type {{ i64, ptr, ptr, ptr, i64 }}
declare ptr @malloc(i32)
declare void @free(ptr)
define hidden ptr @NRT_Allocate(i64 %bytes) {{
  %n = trunc i64 %bytes to i32
  %p = call ptr @malloc(i32 %n)
  ret ptr %p
}}
define hidden void @NRT_Free(ptr %p) {{
  call void @free(ptr %p)
  ret void
}}
define hidden ptr @NRT_MemInfo_alloc_aligned(i64 %bytes, i32 %align) {{
  %room = add i64 %bytes, 128
  %n = trunc i64 %room to i32
  %p = call ptr @malloc(i32 %n)
  %at = ptrtoint ptr %p to i32
  %after = add i32 %at, 127
  %aligned = and i32 %after, -64
  %data = inttoptr i32 %aligned to ptr
  store i64 1, ptr %p
  %1 = getelementptr %info, ptr %p, i32 0, i32 1
  store ptr null, ptr %1
  %2 = getelementptr %info, ptr %p, i32 0, i32 2
  store ptr null, ptr %2
  %3 = getelementptr %info, ptr %p, i32 0, i32 3
  store ptr %data, ptr %3
  %4 = getelementptr %info, ptr %p, i32 0, i32 4
  store i64 %bytes, ptr %4
  ret ptr %p
}}
define hidden ptr @NRT_MemInfo_alloc(i64 %bytes) {{
  %p = call ptr @NRT_MemInfo_alloc_aligned(i64 %bytes, i32 64)
  ret ptr %p
}}
define hidden void @NRT_MemInfo_call_dtor(ptr %p) {{
  call void @free(ptr %p)
  ret void
}}
declare i32 @product(ptr, ptr, i8, i8, i64, i64, i64, ptr, i64, ptr, i64, ptr, i64)
define hidden i32 @numba_xxgemm(i8 %kind, i8 %ta, i8 %tb, i64 %m, i64 %n, i64 %k, ptr %alpha,
    ptr %a, i64 %lda, ptr %b, i64 %ldb, ptr %beta, ptr %c, i64 %ldc) {{
  %result = alloca ptr
  %error = alloca ptr
  call i32 @product(ptr %result, ptr %error, i8 %ta, i8 %tb, i64 %m, i64 %n, i64 %k,
    ptr %a, i64 %lda, ptr %b, i64 %ldb, ptr %c, i64 %ldc)
  ret i32 0
}}
define hidden i32 @numba_xxgemv(i8 %kind, i8 %t, i64 %m, i64 %n, ptr %alpha,
    ptr %a, i64 %lda, ptr %x, ptr %beta, ptr %y) {{
  %turned = icmp eq i8 %t, {turned}
  %rows = select i1 %turned, i64 %n, i64 %m
  %k = select i1 %turned, i64 %m, i64 %n
  %result = alloca ptr
  %error = alloca ptr
  call i32 @product(ptr %result, ptr %error, i8 %t, i8 0, i64 %rows, i64 1, i64 %k,
    ptr %a, i64 %lda, ptr %x, i64 %k, ptr %y, i64 %rows)
  ret i32 0
}}
define hidden i32 @numba_xxdot(i8 %kind, i8 %conjugate, i64 %n, ptr %x, ptr %y, ptr %out) {{
  %result = alloca ptr
  %error = alloca ptr
  call i32 @product(ptr %result, ptr %error, i8 {turned}, i8 0, i64 1, i64 1, i64 %n,
    ptr %x, i64 %n, ptr %y, i64 %n, ptr %out, i64 1)
  ret i32 0
}}
define hidden void @numba_gil_ensure(ptr %state) {{
  ret void
}}
"""
# What Pyodide's Python gives to a module that is loaded into it.
GIVEN = ("malloc", "free", "PyErr_SetString", "PyExc_RuntimeError", "Py_FatalError", "__multi3")
GIVEN += ("exp", "expm1", "log", "log1p", "log10", "pow", "sin", "cos", "tan", "acos", "asin")
GIVEN += ("atan", "atan2", "sinh", "cosh", "tanh", "erf", "erfc", "fmod", "hypot", "cbrt")
TURNED = ord("t")


DOOR, STEP = "door_of_the_function", 8


def product(ta, tb, m, n, k, a, lda, b, ldb, c, ldc):
    """c = a b, as BLAS has it: columns of float64 lie one after the other, and ld apart."""
    for j in range(n):
        for i in range(m):
            c[i + j * ldc] = 0.0
        for h in range(k):
            x = b[j + h * ldb] if tb == TURNED else b[h + j * ldb]
            if ta == TURNED:
                for i in range(m):
                    c[i + j * ldc] += a[h + i * lda] * x
            else:
                for i in range(m):
                    c[i + j * ldc] += a[i + h * lda] * x


_NUMBERS = types.CPointer(types.float64)
_SIZE = types.int64
_MATRIX = _NUMBERS, _SIZE
_PRODUCT = (types.int8, types.int8, _SIZE, _SIZE, _SIZE, *_MATRIX, *_MATRIX, *_MATRIX)


class Export(NamedTuple):
    """A function to compile."""

    name: str  # its symbol in the module
    function: object  # what numba.njit makes
    types: tuple  # of its arguments, numba's


class Compiled(NamedTuple):
    """The module, and what its functions return."""

    module: bytes
    returns: dict  # name -> numba's type


def side_module(exports):
    """Compile and link.

    Parameters
    ----------
    exports : sequence of Export

    Returns
    -------
    Compiled

    Raises
    ------
    ValueError
        If a function needs what neither this module nor Pyodide has, see `GIVEN`.
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    nrtdynmod._disable_atomicity = 1  # there is one thread
    CPUCodeLibrary._optimize_functions = lambda self, module: None
    CPUCodeLibrary._optimize_final_module = _keep
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(
        features=FEATURES, opt=3, reloc="pic"
    )
    layout = str(machine.target_data)
    runtime = RUNTIME.format(layout=layout, triple=TRIPLE, turned=TURNED)
    objects = {"runtime": _object(runtime, machine)}
    returns = {}
    plain = numba.njit(product, error_model="numpy")
    ir, entry, _ = _translated(Export("product", plain, _PRODUCT))
    objects["product"] = _compiled(ir, entry, "product", machine)
    for export in exports:
        ir, entry, returns[export.name] = _translated(export)
        objects[export.name] = _compiled(_with_door(ir, entry), DOOR, export.name, machine)
    return Compiled(_linked(objects, list(returns)), returns)


def _keep(self):
    self.kept = str(self._final_module)


def _translated(export):
    """(LLVM's code of a function and all that it calls, its symbol there, what it returns)."""
    export.function.compile(export.types)
    found = export.function.overloads[export.types]
    return found.library.kept, found.fndesc.llvm_func_name, found.signature.return_type


def _with_door(ir, entry):
    """The code of a function, and of one that calls it with what stands at one address."""
    parts = llvm.parse_assembly(ir).get_function(entry).arguments
    kinds = [str(part.type) for part in parts]
    lines = [f"define i32 @{DOOR}(ptr %row) {{"]
    for number, kind in enumerate(kinds):
        lines.append(f"%at{number} = getelementptr i8, ptr %row, i32 {STEP * number}")
        lines.append(f"%part{number} = load {kind}, ptr %at{number}")
    given = ", ".join(f"{kind} %part{number}" for number, kind in enumerate(kinds))
    lines += [f'%state = call i32 @"{entry}"({given})', "ret i32 %state", "}"]
    return "\n".join([ir, *lines])


def _compiled(ir, entry, name, machine):
    """The object file of one function, which alone can be seen from outside."""
    ir = re.sub(r"(?m)^target datalayout = .*$", f'target datalayout = "{machine.target_data}"', ir)
    ir = re.sub(r"(?m)^target triple = .*$", f'target triple = "{TRIPLE}"', ir)
    ir = re.sub(r'"target-(cpu|features)"="[^"]*"', "", ir)
    ir = re.sub(r"(?m)^\s*fence .*$", "", ir)
    module = llvm.parse_assembly(ir)
    for part in (*module.functions, *module.global_variables):
        if not part.is_declaration and part.name != entry:
            part.linkage = "internal"
    module.get_function(entry).linkage = "external"
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    builder.getModulePassManager().run(module, builder)
    return _object(str(module).replace(f'"{entry}"', name).replace(entry, name), machine)


def _object(ir, machine):
    module = llvm.parse_assembly(ir)
    module.verify()
    return machine.emit_object(module)


def _linked(objects, names):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{name}.o") for name in objects]
        for file, code in zip(files, objects.values()):
            file.write_bytes(code)
        out = Path(folder, "module.so")
        given = Path(folder, "given")
        given.write_text("\n".join(GIVEN), "utf-8")
        options = ("-shared", "--experimental-pic", "--strip-all", "-O2")
        options += ("--unresolved-symbols=report-all", f"--allow-undefined-file={given}")
        linker = (sys.executable, "-m", "ziglang", "wasm-ld", *options)
        wanted = [f"--export={name}" for name in names]
        command = [*map(str, (*linker, *wanted, "-o", out, *files))]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise ValueError(f"the functions were not linked: {done.stderr.strip()}")
        return out.read_bytes()
