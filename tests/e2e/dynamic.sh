# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2016
#
# dynamic.sh - dynamically linked programs: the interpreter that they name is
# mapped and finds them. Small ones of our own in every form that the linker
# makes, then the host's own large programs, which do as they do on the host.
. "$(dirname "$0")/lib.sh"

here=$top/tests/e2e/dynamic

# The same few variables everywhere, those that octavo run gives.
clean() { env -i PATH=/bin:/usr/bin HOME=/ TERM=dumb "$@"; }

# Standard error is the kernel's console, too: a program's goes to its output,
# which is a pipe, here and there.
shell=sh
is_hosted || shell=bash			# busybox prefers what is in it
outside_sh() { clean timeout 60 $shell -c "{ $1
} 2>&1 | cat; echo \"status \$?\"" </dev/null; }
inside_sh() { TERM=dumb rooted --stats -- $shell -c "{ $1
} 2>&1 | cat; echo \"status \$?\"" 2>"$work/errors" </dev/null; }

# both NAME COMMAND: the same output on the host and inside.
both() {
	same "$1" "$(outside_sh "$2")" "$(inside_sh "$2")"
	no_leaks "$1" "$work/errors"
}

# ---- every form that the linker makes ------------------------------------------

forms=(pie no-pie static-pie static)
bits=()
[ "$arch" = i386 ] && bits=(-m32)

make_forms() {
	local form
	cc "${bits[@]}" -shared -fPIC -o "$work/libtwice.so" "$here/twice.c" || return
	for form in "${forms[@]}"; do
		cc "${bits[@]}" -O1 -pthread "-$form" -o "$work/linked-$form" \
			"$here/linked.c" -lm -ldl 2>/dev/null || return
	done
}

run_forms="for form in ${forms[*]}; do
	$work/linked-\$form $work/libtwice.so; echo \"\$form: \$?\"
done"

# Libraries that programs name, for a machine with a root of its own.
libraries_of() { ldd "$@" 2>/dev/null | grep -o '/[^ ]*' | grep -v ':$' | sort -u; }

if [ "$arch" = i386 ]; then
	overlay=$top/build/i386-linked
	if [ ! -d "$overlay" ]; then
		skip 'programs of i386' 'tools/need.sh check fetches their libraries'
		finish
	fi
else
	for program in bash perl sed grep tar gzip sort awk; do
		path=$(command -v $program) && extras+=("$path")
	done
	mapfile -t -O ${#extras[@]} extras < \
		<(libraries_of "${extras[@]}")
fi

# A machine with a root of its own has busybox for what is not there.
add_applets() {
	local name
	fill_tree
	for name in sh cat cut echo head ls md5sum mkdir rm seq tail tr wc; do
		ln -s busybox "$tree/bin/$name" 2>/dev/null
	done
	true
}

made=y
make_forms || made=
is_hosted || add_applets

if [ -n "$made" ]; then
	both 'PIE, fixed, static PIE, static' "$run_forms"
else
	skip 'PIE, fixed, static PIE, static' "no compiler for $arch"
fi

# ---- programs of the distribution -----------------------------------------------

# have NAME PROGRAM: is it there, on the host and inside?
have() {
	command -v "$2" >/dev/null && { is_hosted || [ "$arch" != i386 ] ||
		[ -e "$overlay$(command -v "$2")" ] ||
		[ -e "$overlay/bin/$2" ]; } && return
	skip "$1" 'not there'
	return 1
}

have 'bash' bash &&
both 'bash' 'bash -c '\''a=(1 "2 3"); echo "${a[@]}" ${#a[@]}; f() { local x=$1; echo "f$x"; }
f 5; cat <(echo p1) <(echo p2); cat <<<here; trap "echo bye" EXIT; (exit 3) & wait $!
echo $? $((2 ** 40)); for i in {1..30}; do x=$(echo $i); done; echo $x'\'

have 'perl' perl &&
both 'perl' 'perl -e '\''$n{$_ % 7}++ for 1 .. 1000;
print join(",", map { "$_=$n{$_}" } sort keys %n), "\n";
open(F, "-|", "echo piped") or die; print <F>; close F;
system("sh", "-c", "exit 3"); print $? >> 8, "\n";
if (!(my $p = fork)) { exit 4 } else { waitpid($p, 0); print $? >> 8, "\n" }
$SIG{ALRM} = sub { print "alarm\n" }; alarm 1; select(undef, undef, undef, 3);
print -s "/etc/passwd", "\n"; print `echo sub`;'\'

if [ "$arch" != i386 ]; then
	both 'sed, awk, grep, sort' 'seq 1 3000 >/tmp/n$$; cd /tmp
awk "{ s += \$1 } END { print s }" n$$; sed -n "5,8p;s/1/x/gp" n$$ | tail -n 3
sort -rn n$$ | head -n 3; grep -c 7 n$$; rm n$$'
	both 'tar, gzip' 'mkdir /tmp/d$$; cd /tmp/d$$; for i in 1 2 3; do seq $i 500 >f$i; done
tar czf ../t$$ . && tar tzf ../t$$ | sort; gzip -dc ../t$$ | wc -c; rm *; tar xzf ../t$$
cat f? | md5sum; cd ..; rm -r d$$ t$$'
fi
is_hosted || finish

# ---- the host's, with all that belongs to them -----------------------------------

have 'python3' python3 && {
both 'python3' 'python3 -c "
import os, sys, json, tempfile, hashlib, mmap, signal, zlib
print(sys.version, len(os.listdir(\"/usr/include\")))
print(json.dumps({\"a\": [1, 2.5, None]}), zlib.crc32(b\"x\" * 1000))
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, \"f\")
    open(p, \"w\").write(\"hello\" * 1000)
    with open(p, \"r+b\") as f:
        m = mmap.mmap(f.fileno(), 0); m[0:2] = b\"HE\"; m.flush(); m.close()
    print(open(p).read(5), os.stat(p).st_size, os.listdir(d))
    print(hashlib.sha256(open(p, \"rb\").read()).hexdigest())
print(os.path.exists(d))
signal.signal(signal.SIGUSR1, lambda s, f: print(\"signal\", s))
os.kill(os.getpid(), signal.SIGUSR1)
"'
both 'python3: subprocess' 'python3 -c "
import subprocess as s
print(s.run([\"sh\", \"-c\", \"echo out; echo err >&2; exit 3\"], capture_output=True))
print(s.check_output(\"seq 5 | tac\", shell=True, text=True))
p = s.Popen([\"cat\"], stdin=s.PIPE, stdout=s.PIPE)
print(p.communicate(b\"x\" * 300000)[0] == b\"x\" * 300000)
try: s.run([\"sleep\", \"5\"], timeout=0.2)
except s.TimeoutExpired: print(\"timeout\")
try: s.run([\"/nonexistent\"])
except FileNotFoundError as e: print(e)
"'
both 'python3: threads' 'python3 -c "
import threading, queue, concurrent.futures as f
q = queue.Queue()
def work(i):
    for k in range(100): q.put(i * 100 + k)
ts = [threading.Thread(target=work, args=(i,)) for i in range(8)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sum(q.get() for _ in range(800)))
with f.ThreadPoolExecutor(4) as e: print(list(e.map(lambda x: x * x, range(10))))
e = threading.Event(); threading.Timer(0.1, e.set).start(); print(e.wait(5))
"'
both 'python3: processes' 'python3 -c "
import multiprocessing as m
def f(x): return x * x
if __name__ == \"__main__\":
    with m.Pool(2) as p: print(p.map(f, range(10)))
    q = m.Queue(); p = m.Process(target=q.put, args=(5,)); p.start()
    print(q.get()); p.join(); print(p.exitcode)
"'
}

printf '#include <stdio.h>\nint main(void) { return puts("compiled") == 0; }\n' >"$work/c.c"
printf '#include <iostream>\n#include <vector>\nint main() { std::vector<int> v{1, 2}; try { throw v.at(1); } catch (int x) { std::cout << x << std::endl; } }\n' >"$work/cc.cc"
have 'gcc' gcc &&
both 'gcc' "cd /tmp && gcc -O2 -Wall $work/c.c -o c\$\$ && ./c\$\$; rm c\$\$
gcc -O2 -S -o - $work/c.c | md5sum; gcc -static $work/c.c -o c\$\$ && ./c\$\$; rm c\$\$
echo 'int x = y;' | gcc -xc - -c -o /dev/null"
have 'g++' g++ &&
both 'g++' "cd /tmp && g++ $work/cc.cc -o cc\$\$ && ./cc\$\$; rm cc\$\$"
have 'make' make &&
both 'make' 'mkdir /tmp/m$$; cd /tmp/m$$; printf "all: a b\n\techo done\na b:\n\ttouch \$@\nclean:\n\trm a b\n" >Makefile
make; make -s all; make clean; make -j2 >/dev/null; ls; make none; cd ..; rm -r m$$'
have 'git' git && {
both 'git log' "git -c safe.directory='*' -C $top log --stat -3 | head -n 200"
both 'git init, add, commit' 'mkdir /tmp/g$$; cd /tmp/g$$; git init -q -b main . && seq 1000 >a && git add a &&
export GIT_AUTHOR_DATE=2001-02-03T04:05:06Z GIT_COMMITTER_DATE=2001-02-03T04:05:06Z
git -c user.name=a -c user.email=b@c commit -q -m first; echo x >>a; git diff --stat
git log --format="%H %s %an %at"; git status --short; git fsck; cd ..; rm -rf g$$'
}
both 'find | xargs' 'find /usr/include -name "*.h" | sort | xargs cat | md5sum
find /etc -maxdepth 1 -type f -print0 | sort -z | xargs -0 -n 5 ls -d | wc -l'
both 'what is where' 'ls -l /usr/include /bin/; stat -c "%n %s %a %u %F" /etc/passwd /bin /dev/null'

# What was written is nowhere on the host.
inside_sh "gcc $work/c.c -o $work/written && $work/written" >/dev/null
same 'writes stay inside' absent "$([ -e "$work/written" ] && echo there || echo absent)"

finish
