@echo off
setlocal EnableExtensions DisableDelayedExpansion
pushd "%~dp0"
program\node.exe program\dist\cli.js %*
exit /b %errorlevel%
