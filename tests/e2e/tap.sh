# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# tap.sh - the hosted machine on a network of the host: a TAP interface. Needs
# root and a host that has such interfaces.
. "$(dirname "$0")/lib.sh"
hosted_only 'a TAP interface is the hosted machine'"'"'s'

tap=octtap$((BASHPID % 100000))
net=10.211.$((BASHPID % 250))

# wrong NAME TEXT COMMAND...: status 2 and one line with that text.
wrong() {
	local name=$1 text=$2 out
	shift 2
	out=$("$@" 2>&1 </dev/null)
	same "$name" '2 1 1' "$? $(wc -l <<<"$out") $(grep -c -- "$text" <<<"$out")"
}

wrong 'a name that is none' 'no name of an interface' run --net tap:a/b -- true
wrong 'a network that is none' 'none of user' run --net wifi -- true
wrong 'of another machine' 'hosted' run --net tap --machine i386 -- true

if ! err=$(run --net "tap:$tap" -- busybox true 2>&1); then
	skip 'the rest' "the host refuses: ${err:0:70}"
	finish
fi
if ! outside ip link help >/dev/null 2>&1 && ! command -v ip >/dev/null; then
	skip 'the rest' 'the host has no ip(8)'
	finish
fi

# ---- a machine that answers ------------------------------------------------------

mkdir "$work/www"
head -c 3000000 /dev/urandom >"$work/www/file"
limit=60 run --root / --stats --net "tap:$tap" -- busybox sh -c "
	ifconfig eth0 $net.2 netmask 255.255.255.0 || exit 9
	busybox httpd -p $net.2:8000 -h $work/www
	until ping -c 1 -W 1 $net.1; do sleep 0.1; done
	echo up
	read -r line
	kill \$(pidof httpd 2>/dev/null || busybox pidof busybox) 2>/dev/null
	ifconfig eth0 | grep -c RUNNING" \
	< <(for _ in $(seq 100); do [ -e "$work/done" ] && break; sleep 0.2; done) \
	>"$work/inside" 2>"$work/stats" &
pid=$!
for _ in $(seq 50); do
	ip link show "$tap" >/dev/null 2>&1 && break
	sleep 0.1
done
ip addr add "$net.1/24" dev "$tap" 2>"$work/err" && ip link set "$tap" up 2>>"$work/err"
for _ in $(seq 50); do
	grep -q '^up' "$work/inside" && break
	sleep 0.1
done
check 'the machine reaches the host' grep -q '^up' "$work/inside"
same 'and answers its ping' '3 packets transmitted, 3 packets received, 0% packet loss' \
	"$(outside ping -c 3 -i 0.2 -W 2 "$net.2" | grep transmitted)"
same 'wget on the host, httpd in the machine' "$(md5sum <"$work/www/file")" \
	"$(timeout 20 "$BUSYBOX" wget -q -O - "http://$net.2:8000/file" | md5sum)"
touch "$work/done"
wait $pid
no_leaks 'the machine on a network' "$work/stats"
finish
