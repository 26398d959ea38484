#!/bin/bash
# Installs what is missing of Debian's dovecot-imapd, of the mail clients in
# interop/clients, of the browser, and of what runs the examples. Nothing is
# started: the tests run Dovecot with a configuration of their own.
set -euo pipefail

packages=()
if [ ! -x /usr/sbin/dovecot ] || [ ! -x /usr/lib/dovecot/imap ]; then
	packages+=(dovecot-imapd)
fi
command -v curl >/dev/null || packages+=(curl)
command -v mbsync >/dev/null || packages+=(isync)
command -v neomutt >/dev/null || packages+=(neomutt)
command -v node >/dev/null || packages+=(nodejs)
command -v python3 >/dev/null || packages+=(python3)
command -v npm >/dev/null || packages+=(npm)
command -v chromium >/dev/null || packages+=(chromium)
# SCRAM, which mbsync logs in by.
ls /usr/lib/*/sasl2/libscram.so >/dev/null 2>&1 || packages+=(libsasl2-modules)

if [ ${#packages[@]} -eq 0 ]; then
	exit 0
fi
if ! command -v apt-get >/dev/null; then
	echo "interop: ${packages[*]} missing, and there is no apt-get to install it" >&2
	exit 1
fi

sudo=
if [ "$(id -u)" -ne 0 ]; then
	sudo="sudo -n"
fi

# On a machine where services start when they are installed, this one must not:
# its ports may be in use.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
	$sudo chmod 755 $policy
	trap '$sudo rm -f $policy' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq </dev/null
$sudo apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null
