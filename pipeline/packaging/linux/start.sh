#!/bin/sh
# Opens the page to work in; with arguments it gives the program the command that they are.
cd "$(dirname "$0")" || exit 2
if [ $# -gt 0 ]; then exec program/node program/dist/cli.js "$@"; fi
program/node program/dist/cli.js serve
code=$?
# Opened by a double click, the window would close over the reason.
if [ $code -ne 0 ] && [ -t 0 ]; then
  printf '\n[Enter]'
  read -r _
fi
exit $code
