# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# inet.sh - TCP/IP inside one machine: calls answer as on the host, unmodified
# programs talk to each other, large files arrive as they were, and pages,
# pins and socket buffers are back where they were.
. "$(dirname "$0")/lib.sh"

if run -- busybox nc -l -p 0 -w 1 </dev/null 2>&1 | grep -q 'not supported'; then
	skip 'all' 'there is no lwIP in this kernel: tools/need.sh lwip'
	finish
fi

# ---- calls --------------------------------------------------------------------

(cd "$work" && timeout 60 "$PROGRAMS/inet" >host 2>&1)
echo "status $?" >>"$work/host"
limit=120 rooted --stats -- "$PROGRAMS/inet" >"$work/inside" 2>"$work/stats" </dev/null
echo "status $?" >>"$work/inside"
same 'calls answer as on the host' '' "$(diff "$work/host" "$work/inside" | head -n 20)"
no_leaks 'calls' "$work/stats"

# ---- busybox ------------------------------------------------------------------

# box NAME WANTED SCRIPT: what a shell inside says.
box() {
	limit=180 run --stats -- busybox sh -c "$3" >"$work/out" 2>"$work/stats" </dev/null
	same "$1" "$2" "$(cat "$work/out")"
	no_leaks "$1" "$work/stats"
}

box 'nc, both ways' $'to the server\nto the client' '
	echo to the client | nc -l -p 5000 >/tmp/got &
	until netstat -nlt | grep -q :5000; do sleep 0.1; done
	echo to the server | nc localhost 5000 >/tmp/other
	wait
	cat /tmp/got /tmp/other'
box 'ping' '3 packets transmitted, 3 packets received, 0% packet loss' '
	ping -c 3 -i 0.1 127.0.0.1 | grep transmitted'
box 'addresses and routes' $'inet addr:127.0.0.1  Mask:255.0.0.0\nDestination Gateway Genmask' "
	ifconfig lo | sed -n 's/.*\\(inet addr.*[0-9]\\).*/\\1/p'
	route -n | awk 'NR == 2 { print \$1, \$2, \$3 }'"
box 'nobody listens' "wget: can't connect to remote host (127.0.0.1): Connection refused" '
	wget -O - http://127.0.0.1:81/ 2>&1 | grep refused'

# A megabyte of it takes a second where the processor is emulated.
megabytes=100
is_hosted || megabytes=10
serve="
	mkdir /tmp/www
	echo page >/tmp/www/index.html
	dd if=/dev/urandom of=/tmp/www/file bs=1M count=$megabytes 2>/dev/null
	httpd -p 127.0.0.1:8080 -h /tmp/www
	fetch() { wget -q -O /tmp/file http://localhost:8080/file; }"
box 'wget and httpd' 'page' "$serve
	wget -q -O - http://localhost:8080/"
box "wget and httpd, $megabytes MiB" 'same' "$serve
	fetch && cmp /tmp/www/file /tmp/file && echo same"
if is_hosted; then
	limit=180 run --stats --uaccess pinned -- busybox sh -c "$serve
		fetch && cmp /tmp/www/file /tmp/file && echo same" \
		>"$work/out" 2>"$work/stats" </dev/null
	same "the same by pinned pages" 'same' "$(cat "$work/out")"
	no_leaks 'pinned pages' "$work/stats"
fi
box 'three at a time' $'same\nsame\nsame' "$serve
	truncate -s 2M /tmp/www/file
	for i in 1 2 3; do
		wget -q -O /tmp/\$i http://localhost:8080/file &
	done
	wait \$(jobs -p)
	for i in 1 2 3; do
		cmp /tmp/www/file /tmp/\$i && echo same
	done"

finish
