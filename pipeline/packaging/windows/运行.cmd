@echo off
setlocal EnableExtensions DisableDelayedExpansion
pushd "%~dp0"
program\node.exe program\dist\cli.js run --open %*
if not %errorlevel%==0 goto failed
popd
exit /b 0
:failed
set "code=%errorlevel%"
echo.
pause
exit /b %code%
