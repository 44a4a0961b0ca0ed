# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# pci-model.sh - a driver on a PCI device that a tester describes: registers,
# memory, DMA, a message, a thread, and what /sys shows; unplugged meanwhile.
. "$(dirname "$0")/lib.sh"
hosted_only "models are the hosted machine's"

drivers=$top/tests/e2e/drivers
export XDG_CACHE_HOME=$work/cache
mkdir "$XDG_CACHE_HOME"

run() {
	timeout 60 "$OCTAVO" run --device "$drivers/copier_model.c" \
		--driver "$drivers/copier.c" -- busybox sh -c "$1" 2>&1
	echo "status $?"
}

same 'what goes to the device comes back' 'hello
status 0' "$(run 'echo hello >/dev/copier; head -n 1 /dev/copier')"
same 'the bus shows it' '0x1234
0xc0de
0000:00:08.0
status 0' "$(run 'cd /sys/bus/pci; cat devices/*/vendor devices/*/device
	ls drivers/copier | grep :')"
same 'a driver lets go of it, and takes it again' '/dev/copier
again
status 0' "$(run 'cd /sys/bus/pci/drivers/copier; ls /dev/copier
	echo 0000:00:08.0 >unbind; ls /dev/copier 2>/dev/null
	echo 0000:00:08.0 >bind; echo again >/dev/copier
	head -n 1 /dev/copier')"
finish
