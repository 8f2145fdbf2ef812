#!/bin/sh
# Make the virtual environment and install the locked requirements, unless that was done for these very files.
# Usage: setup.sh FOLDER
set -eu
cd "$(dirname "$0")/.."
venv=${1:-.venv}
stamp=$venv/.requirements-stamp
wanted=$(cat requirements.txt requirements-dev.txt | cksum)

if [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi

if [ ! -x "$venv/bin/python" ]; then
    python=
    for name in python3.11 python3 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "Python 3.11 is needed and was not found." >&2
        exit 1
    fi
    echo "Making the virtual environment in $venv"
    "$python" -m venv "$venv"
fi

echo "Installing the requirements (some minutes the first time)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
    -r requirements.txt -r requirements-dev.txt

# The lock is for torch's CPU build. Where the index only has the CUDA build, that one needs its libraries.
if ! "$venv/bin/python" -c 'import torch' 2>/dev/null; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$(grep '^torch==' requirements.txt)"
fi

# Each process of the first start would compile the product for itself otherwise.
"$venv/bin/python" -m compileall -q accounts analysis common interview_ai interviews positions questionbank reports
echo "$wanted" > "$stamp"
