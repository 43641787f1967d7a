#!/bin/sh
# What the project needs on this machine: system packages, and a virtual environment in .venv.
# usage: tools/setup.sh run|demo|test|bench PYTHON
set -eu
purpose=$1 python=$2
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# Qt's xcb plugin; evdev (a dependency of pynput) is compiled on installation; xclip is pyperclip's way on X11.
packages="python3-venv python3-dev gcc libc6-dev linux-libc-dev xclip
  libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-randr0
  libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libdbus-1-3 libfontconfig1"
stage="xvfb openbox xdotool x11-xserver-utils hexchat ngircd fonts-noto-cjk fonts-noto-color-emoji"
case $purpose in
  run) ;;
  demo) packages="$packages $stage" ;;
  test) packages="$packages $stage nginx-light openssh-server apache2-bin chromium xterm x11-utils python3-tk copyq fcitx5 fcitx5-chinese-addons dbus" ;;
  bench) packages="$packages $stage chromium copyq rofi autokey-gtk gir1.2-ayatanaappindicator3-0.1 dbus" ;;
  *) say "unknown purpose: $purpose"; exit 2 ;;
esac
case $python in
  */.pyenv/* | */shims/* | /usr/local/* | /opt/*) packages=$(printf '%s' "$packages" | sed 's/python3-venv python3-dev//') ;;
esac

if command -v dpkg-query >/dev/null; then
  missing=
  for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then as_root=
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=sudo
    else
      say "These system packages are missing:$missing"
      say "Ask an administrator for:  apt-get install$missing"
      exit 1
    fi
    say "Installing system packages:$missing"
    mkdir -p build
    if ! { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing; } >build/apt.log 2>&1; then
      tail -5 build/apt.log >&2
      say "apt-get failed; the whole output is in build/apt.log"
      exit 1
    fi
  fi
else
  say "This isn't a Debian system: please see README.md, \"What it needs\", for the libraries of Qt's xcb plugin."
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  say "Python 3.11 or newer is needed; give its path:  make $purpose PYTHON=/path/to/python3.11"
  exit 1
fi
case $purpose in run | demo) what=. ;; *) what='.[dev]' ;; esac
stamp=".venv/.installed-$(printf '%s' "$what" | tr -dc a-z)"
if [ ! -f "$stamp" ] || [ pyproject.toml -nt "$stamp" ] || [ phrasebook/search/_native.c -nt "$stamp" ]; then
  say "Installing Python packages into .venv"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m pip install -q --disable-pip-version-check -e "$what"
  touch "$stamp"
fi
