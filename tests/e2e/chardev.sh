# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# chardev.sh - a driver of two character devices, as programs see it: names in
# /dev, files in /sys, /proc and debugfs, numbers, and what Linux documents
# about them.
. "$(dirname "$0")/lib.sh"
hosted_only 'drivers are loaded there'
limit=100

driver=$(dirname "$0")/drivers/chardev.c

# inside NAME WANTED SCRIPT: what busybox's shell says with the driver.
inside() {
	same "$1" "$2" "$(timeout "$limit" "$OCTAVO" run --driver "$driver" -- \
		busybox sh -c "$3" 2>/dev/null </dev/null)"
}

inside 'names in /dev' 'character special file 600 fe 0 character special file 600 fe 1' \
	'echo $(stat -c "%F %a %t %T" /dev/page0 /dev/page1)'
inside 'bytes go in and out' 'hello' \
	'echo hello >/dev/page0; cat /dev/page0'
inside 'a full device' 'No space left on device' \
	'dd if=/dev/zero of=/dev/page0 bs=4096 count=2 2>&1 | sed -n "s/.*: //p"'
inside 'its number in /sys' '254:1' 'cat /sys/class/page/page1/dev'
inside 'its event variables' 'MAJOR=254 MINOR=0 DEVNAME=page0' \
	'echo $(cat /sys/class/page/page0/uevent)'
inside 'an attribute' '5 3' \
	'cd /sys/class/page/page0; printf 12345 >/dev/page0; a=$(cat size); echo 3 >size; echo $a $(cat size)'
inside 'what an attribute refuses' 'Invalid argument' \
	'echo 5000 2>&1 >/sys/class/page/page0/size | sed "s/.*: //"'
inside 'links' '../../devices/virtual/page/page0 ../../../../class/page' \
	'echo $(readlink /sys/class/page/page0) $(readlink /sys/class/page/page0/subsystem)'
inside 'by number' '../../devices/virtual/page/page1' \
	'readlink /sys/dev/char/254:1'
inside 'a node made by mknod' 'b' \
	'mknod /tmp/n c 254 1; printf b >/tmp/n; cat /dev/page1'
inside 'a number that nobody has' 'No such device or address' \
	'mknod /tmp/n c 254 2; cat /tmp/n 2>&1 | sed "s/.*: //"'
inside '/proc/devices' '254 page' 'grep page /proc/devices'
inside '/proc' 'page0 2 page1 0' \
	'printf ab >/dev/page0; echo $(cat /proc/pages)'
inside 'debugfs' '2 page0 1 page1 0' \
	'cd /sys/kernel/debug/page; printf a >/dev/page0; cat /dev/page0 >/dev/null; echo $(cat opens pages)'

finish
