"""Brings a real model server into the cache: `prepare.py CACHE`, once, about seven minutes.

llama.cpp is built from the source distribution of llama-cpp-python, which carries all of it; cmake,
ninja and what writes the model come as packages with hashes. A C++ compiler must be there.
The last line it prints is the folder with `llama-server` and `tiny.gguf`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCE = "llama-cpp-python==0.3.36"
SOURCE_DIGEST = "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e"
"""SHA-256 of its archive."""
OPTIONS = (
    *("-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=OFF", "-DLLAMA_OPENSSL=OFF"),
    *("-DLLAMA_BUILD_SERVER=ON", "-DLLAMA_BUILD_TOOLS=ON", "-DLLAMA_BUILD_TESTS=OFF"),
    *("-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_APP=OFF"),
    *("-DLLAMA_BUILD_UI=OFF", "-DLLAMA_USE_PREBUILT_UI=OFF"),
)


def prepare(cache: Path) -> Path:
    """Return the folder with server and model; what is there already is not made again."""
    pinned = b"".join(path.read_bytes() for path in sorted(HERE.glob("*.[pt][yx]*")))
    folder = (cache / f"model-server-{hashlib.sha256(pinned).hexdigest()[:12]}").resolve()
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        install_packages(folder, programs)
        write_model(folder, programs)
        build_server(folder, programs)
        (folder / "complete").touch()
    return folder


def install_packages(folder: Path, programs: Path) -> None:
    """Make an environment of its own with cmake, ninja and what writes the model."""
    venv.create(folder / "venv", with_pip=True)
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--require-hashes"]
    run([*pip, "--requirement", str(HERE / "requirements.txt")], folder)


def write_model(folder: Path, programs: Path) -> None:
    """Write the model; its words are those of the tests' articles."""
    texts = sorted((ROOT / "tests/evaluation/articles").glob("*.md"))
    command = [str(programs / "python"), str(HERE / "tiny_model.py"), "tiny.gguf"]
    run([*command, *map(str, texts)], folder)


def build_server(folder: Path, programs: Path) -> None:
    """Build `llama-server`, and keep nothing but the binary."""
    pip = [str(programs / "python"), "-m", "pip", "download", "--quiet", "--no-deps"]
    run([*pip, "--no-binary", "llama-cpp-python", SOURCE], folder)
    archive = next(folder.glob("llama_cpp_python-*.tar.gz"))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SOURCE_DIGEST:
        sys.exit(f"{archive.name} is not the file that was looked at; do not build it")
    with tarfile.open(archive) as packed:
        packed.extractall(folder / "source", filter="data")
    source = next((folder / "source").iterdir()) / "vendor" / "llama.cpp"
    built = folder / "build"
    cmake, ninja = str(programs / "cmake"), f"-DCMAKE_MAKE_PROGRAM={programs / 'ninja'}"
    run([cmake, "-G", "Ninja", ninja, "-S", str(source), "-B", str(built), *OPTIONS], folder)
    run([cmake, "--build", str(built), "--target", "llama-server"], folder)
    shutil.move(built / "bin" / "llama-server", folder / "llama-server")
    for path in (built, folder / "source"):
        shutil.rmtree(path)
    archive.unlink()


def run(command: list[str], folder: Path) -> None:
    """Run a command; what it prints goes to the error stream."""
    subprocess.run(command, cwd=folder, stdout=sys.stderr, check=True)


if __name__ == "__main__":
    sys.stdout.write(f"{prepare(Path(sys.argv[1]))}\n")
