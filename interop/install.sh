#!/bin/bash
# Installs Debian's dovecot-imapd if it is missing. Nothing is started: the
# tests run Dovecot with a configuration of their own.
set -euo pipefail

if [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/imap ]; then
	exit 0
fi
if ! command -v apt-get >/dev/null; then
	echo "interop: dovecot-imapd is missing, and there is no apt-get to install it" >&2
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
$sudo apt-get install -y -qq --no-install-recommends dovecot-imapd </dev/null
