# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2016
#
# proc.sh - what /proc, /sys and mounted trees tell: the tools that read them
# give sane answers, in the form that they have on the host.
. "$(dirname "$0")/lib.sh"

b='b() { busybox "$@"; }; '
# sh TEXT: a shell inside, with the commands of busybox by "b".
sh() { run --stats -- busybox sh -c "$b$1" 2>"$work/err" </dev/null; }

# in_sh NAME WANTED TEXT, and that nothing leaked.
in_sh() {
	same "$1" "$2" "$(sh "$3")"
	grep -q 'leaks: none' "$work/err" || fail "$1: leaks" "$(cat "$work/err")"
}

# like NAME PATTERN TEXT: some line is like the pattern, all of it.
like() {
	if grep -qE "^($2)\$" <<<"$1"; then
		pass "$3"
	else
		fail "$3" "no line like: $2" "$1"
	fi
}

# ---- processes ----------------------------------------------------------------

out=$(sh 'busybox sleep 9 & p=$!; busybox sh -c "exit 3" & b sleep 0.2
	echo "[ps]"; b ps -o pid,ppid,stat,comm
	echo "[top]"; b top -b -n1
	echo "[pidof]"; b pidof busybox | b grep -qw $p && echo found
	b cp /bin/busybox /tmp/victim; /tmp/victim sleep 9 & q=$!; b sleep 0.1; b killall victim; wait $q; echo "[status] $?"; kill $p
	wait $p; echo "[status] $?"')
like "$out" ' *1 +0 S +busybox' 'ps: the first process sleeps'
like "$out" ' *2 +1 S +busybox' 'ps: its child sleeps'
like "$out" ' *[0-9]+ +1 R +busybox' 'ps: ps itself runs'
like "$out" 'Load average: [0-9.]+ [0-9.]+ [0-9.]+ [0-9]+/[0-9]+ [0-9]+' 'top: load'
like "$out" ' *[0-9]+ +1 root +R +[0-9]+ .*busybox top -b -n1' 'top: itself'
like "$out" 'found' 'pidof finds it'
like "$out" '\[status\] 143' 'killall ends it'

in_sh 'a zombie' 'Z 0' 'b sh -c "busybox sh -c \"exit 3\" & exec busybox sleep 1" & b sleep 0.4
	for p in /proc/[0-9]*; do while read -r k v _; do
		[ "$k" = State: ] && [ "$v" = Z ] && echo "Z $(b wc -c <$p/cmdline)"
	done <$p/status; done; true'
in_sh 'names of a process' 'busybox sleep 5 busybox ' \
	'busybox sleep 5 & b sleep 0.1; b tr "\0" " " </proc/$!/cmdline; b tr "\n" " " </proc/$!/comm; kill $!'
in_sh 'links' '/ /tmp' 'cd /tmp; busybox sleep 5 & echo "$(b readlink /proc/$!/root) $(b readlink /proc/$!/cwd)"; kill $!'
in_sh 'descriptors of another' '/dev/null' 'busybox sleep 5 </dev/null & b sleep 0.1; b readlink /proc/$!/fd/0; kill $!'
in_sh 'a pipe of another' 'pipe:[]' 'b sleep 1 | busybox sleep 2 & b sleep 0.1; b readlink /proc/$!/fd/0 | b tr -d 0-9; kill $!'
in_sh 'fdinfo' '5' 'exec 5>/tmp/x; echo 1234 >&5; while read -r k v; do [ $k = pos: ] && echo $v; done </proc/self/fdinfo/5'
in_sh 'threads' 'self' '[ "$(b ls /proc/1/task)" = 1 ] && [ -f /proc/thread-self/stat ] && echo self'
in_sh 'one that ends while it is looked at' 'gone' \
	'busybox sleep 5 & p=$!; exec 7</proc/$p/status; cd /proc/$p; kill $p; wait $p; b cat <&7 2>/dev/null; b cat status 2>/dev/null; b ls /proc/$p 2>/dev/null || echo gone'
in_sh 'a name can be changed' 'renamed' 'echo renamed >/proc/self/comm; b cat /proc/$$/comm'
in_sh 'of others not' '1' 'busybox sleep 5 & echo x >/proc/$!/comm 2>/dev/null; echo $?; kill $!'
in_sh 'memory of others' 'ELF' 'busybox sleep 5 & b sleep 0.1; read -r a _ </proc/$!/maps; b dd if=/proc/$!/mem bs=1 skip=$((0x${a%-*} + 1)) count=3 2>/dev/null; kill $!; echo'
in_sh 'everything in a directory can be read' '' \
	'busybox sleep 5 & for f in status stat statm maps smaps smaps_rollup cmdline environ auxv comm limits mounts mountinfo oom_score_adj oom_score wchan cgroup; do b cat /proc/$!/$f >/dev/null || echo $f; done; b head -c 4096 /proc/$!/pagemap | b wc -c | b grep -v 4096; kill $!'
in_sh 'find goes through all of it' 'done' 'busybox sleep 3 & b find /proc /sys >/dev/null 2>&1; kill $!; echo done'

# The same shape as the host's: names of the lines, number of the words.
keys() { grep -oE '^[A-Za-z_]+:' | grep -vE '^(x86|Thread|Seccomp_|Speculation|CoreDump|THP_|Hugetlb|Kthread|untag)'; }
same 'status has the lines of the host' "$(keys </proc/self/status | sort | tr '\n' ' ')" \
	"$(sh 'b cat /proc/self/status' | keys | sort | tr '\n' ' ')"
same 'stat has the words of the host' "$(wc -w </proc/self/stat)" "$(sh 'b wc -w </proc/self/stat')"
same 'limits, the same' "$(sed 's/  .*//' /proc/self/limits)" "$(sh 'b sed "s/  .*//" /proc/self/limits')"
in_sh 'sizes agree' 'yes' 'set -- $(b cat /proc/$$/statm); while read -r k v _; do
	[ $k = VmRSS: ] && [ $v -ge $(($2 * 4 - 400)) ] && [ $v -le $(($2 * 4 + 400)) ] && echo yes; done </proc/$$/status'

# ---- the machine ----------------------------------------------------------------

out=$(sh 'b free; b uptime; b cat /proc/loadavg /proc/uptime /proc/version /proc/swaps /proc/filesystems /proc/stat /proc/devices')
like "$out" 'Mem: +[1-9][0-9]+ +[0-9]+ +[0-9]+ +.*' 'free'
like "$out" '.* up 0 min, .*load average: 0\.[0-9]+, 0\.[0-9]+, 0\.[0-9]+' 'uptime'
like "$out" '[0-9.]+ [0-9.]+ [0-9.]+ [0-9]+/[0-9]+ [0-9]+' 'loadavg'
like "$out" 'nodev.tmpfs' 'filesystems'
like "$out" 'cpu  [0-9]+ 0 [0-9]+ [0-9]+ 0 0 0 0 0 0' 'stat: time'
like "$out" 'processes [1-9]' 'stat: processes'
like "$out" 'ctxt [1-9][0-9]*' 'stat: switches'
in_sh 'sysctl' 'new 32768' 'echo new >/proc/sys/kernel/hostname; echo "$(b hostname) $(b cat /proc/sys/kernel/pid_max)"'
in_sh 'a random number each time' 'differ' 'a=$(b cat /proc/sys/kernel/random/uuid); [ ${#a} = 36 ] && [ $a != $(b cat /proc/sys/kernel/random/uuid) ] && echo differ'
in_sh 'cpus' '0' 'b cat /sys/devices/system/cpu/online'

# ---- mounted trees ----------------------------------------------------------------

in_sh 'mount and umount' 'inside 700
outside' \
	'b mkdir /tmp/m; echo outside >/tmp/m/f; b mount -t tmpfs -o mode=700 none /tmp/m; echo inside >/tmp/m/f
	echo "$(b cat /tmp/m/f) $(b stat -c %a /tmp/m)"; b umount /tmp/m && b cat /tmp/m/f'
in_sh 'one in use' 'busy 0' 'b mkdir /tmp/m; b mount -t tmpfs none /tmp/m; cd /tmp/m; b umount /tmp/m 2>/dev/null || echo -n "busy "
	cd /; b umount /tmp/m; echo $?'
in_sh 'taken away while in use' 'text 1' 'b mkdir /tmp/m; b mount -t tmpfs none /tmp/m; echo text >/tmp/m/f; exec 5</tmp/m/f
	b umount -l /tmp/m; echo "$(b cat <&5) $(b ls /tmp/m | b wc -l | b tr 0 1)"; exec 5<&-'
in_sh 'read-only' '1 1' 'b mkdir /tmp/m; b mount -t tmpfs none /tmp/m; >/tmp/m/f; b mount -o remount,ro /tmp/m
	b touch /tmp/m/g 2>/dev/null; a=$?; b rm -f /tmp/m/f 2>/dev/null; echo "$a $?"; b umount /tmp/m'
in_sh 'another proc' '1' 'b mkdir /tmp/m; b mount -t proc none /tmp/m; b ls -d /tmp/m/1 | b wc -l; b umount /tmp/m'
in_sh 'an unknown type' '1' 'b mount -t nosuch none /tmp 2>/dev/null; b test $? != 0 && echo 1'
in_sh 'all of them' '/dev /dev/pts /dev/shm /proc /sys /sys/kernel/debug' \
	'while read -r _ at _; do [ $at = / ] || echo $at; done </proc/mounts | b sort | b xargs'
in_sh 'shared memory by name' 'tmpfs' 'b stat -f -c %T /dev/shm'

finish
