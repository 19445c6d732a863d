#!/bin/sh
# What the tests need beside Python packages: PostgreSQL, a headless browser, strace, an identity provider,
# and Go, which judges proofs.
has_browser() { command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1; }
has_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_strace() { command -v strace >/dev/null 2>&1; }
has_go() { command -v go >/dev/null 2>&1 && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; }
if ! { has_browser && has_postgres && has_strace && has_go; } && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing PostgreSQL, a headless browser, strace and Go with apt"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  apt-get update >"$log" 2>&1 || cat "$log"
  apt-get install -y --no-install-recommends postgresql strace chromium-headless-shell fonts-liberation >"$log" 2>&1 ||
    apt-get install -y --no-install-recommends postgresql strace chromium fonts-liberation >"$log" 2>&1 || tail -5 "$log"
  apt-get install -y --no-install-recommends golang-go golang-golang-x-mod-dev >"$log" 2>&1 || tail -5 "$log"
  rm -f "$log"
fi
# A real identity provider, for the tests of single sign-on: its packages by the lock beside it, run by node.
provider=$(dirname "$0")/identity_provider
if command -v npm >/dev/null 2>&1 && ! cmp -s "$provider/package-lock.json" .node/package-lock.json; then
  echo "Installing an identity provider for the tests with npm"
  mkdir -p .node
  cp "$provider/package.json" "$provider/package-lock.json" .node/
  log=$(mktemp)
  (cd .node && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 ||
    { tail -5 "$log"; rm -f .node/package-lock.json; }
  rm -f "$log"
fi
[ -d .node/node_modules/oidc-provider ] || echo "No identity provider is installed: its tests are left out."
has_postgres || echo "PostgreSQL is not installed: the tests on PostgreSQL are left out."
has_browser || echo "No headless Chromium is installed: the tests in a browser are left out."
has_strace || echo "strace is not installed: the tests of disks that fail are left out."
has_go || echo "Go is not installed with its module golang.org/x/mod: other judges judge the proofs."
exit 0
