# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# driver.sh - octavo run --driver: compiling, the cache, parameters, several
# drivers, Makefiles; and every way in which a driver may be no good.
. "$(dirname "$0")/lib.sh"
hosted_only "drivers are loaded into the command"

drivers=$top/tests/e2e/drivers
export XDG_CACHE_HOME=$work/cache
mkdir "$XDG_CACHE_HOME"

run() {
	timeout 60 "$OCTAVO" run "$@" 2>&1
}

# says NAME STATUS PATTERN ARGUMENT...: octavo run ends so and says that.
says() {
	local name=$1 want=$2 pattern=$3 out got
	shift 3
	out=$(run "$@")
	got=$?
	# shellcheck disable=SC2053
	if [ $got = "$want" ] && [[ $out = $pattern ]]; then
		pass "$name"
	else
		fail "$name" "exit status $got, expected $want, and $pattern in" \
			"$out"
	fi
}

# ---- a driver ---------------------------------------------------------------------

note="echo hi >/dev/memo0; cat /dev/memo0"
same 'a driver is compiled, loaded and used' hi \
	"$(run --driver "$drivers/memo.c" -- busybox sh -c "$note")"
before=$(echo "$XDG_CACHE_HOME"/octavo/*)
same 'and again' hi \
	"$(run --driver "$drivers/memo.c" -- busybox sh -c "$note")"
same 'from the cache' "$before" "$(echo "$XDG_CACHE_HOME"/octavo/*)"
says 'the status is the program'\''s' 7 '' --driver "$drivers/memo.c" -- \
	busybox sh -c 'exit 7'
cp "$drivers/memo.c" "$work/note.c"
run --driver "$work/note.c" -- busybox true
sed -i 's/memo0/other0/' "$work/note.c"
says 'a changed file is compiled again' 0 /dev/other0 \
	--driver "$work/note.c" -- busybox ls /dev/other0
same 'a .so file, made before' hi "$(
	cp "$XDG_CACHE_HOME"/octavo/memo-*.so "$work/memo.so"
	run --driver "$work/memo.so" -- busybox sh -c "$note")"
for i in 1 2 3 4; do
	XDG_CACHE_HOME=$work/fresh run --driver "$drivers/memo.c" -- \
		busybox sh -c "$note" >"$work/out.$i" &
done
mkdir -p "$work/fresh"
wait
same 'four at a time fill one cache' 'hi hi hi hi' \
	"$(cat "$work"/out.? | tr '\n' ' ' | sed 's/ $//')"
same 'without a cache' hi "$(
	HOME=/nonexistent XDG_CACHE_HOME='' CCACHE_DISABLE=1 run --driver "$drivers/memo.c" -- \
		busybox sh -c "$note")"
same 'nothing is left of it' '' "$(ls -d "${TMPDIR:-/tmp}"/octavo.?????? 2>/dev/null)"

# ---- parameters ---------------------------------------------------------------------

says 'parameters of every type' 0 \
	'255 -3 7 18446744073709551615 1 0 a b 1234567 3:1,2,-3 9 1' \
	--driver "$drivers/params.c" --param byte=255 --param sh=-3 \
	--param ull=0xffffffffffffffff --param flag --param inverse=1 \
	--param text='a b' --param line=1234567 --param list=1,2,-3 \
	--param name=9 --param calls=x -- busybox true
for wrong in byte=256 sh=40000 ui=-1 flag=maybe line=12345678 list=1,2,3,4,5 \
	list= calls=bad ui=7x ui; do
	says "--param $wrong" 2 "*driver did not start: Invalid argument*" \
		--driver "$drivers/params.c" --param "$wrong" -- busybox true
done
same 'parameters in /sys, to be read and written' \
	'N:1,2:a b:8:permitted' "$(run --driver "$drivers/params.c" \
		--param list=1,2 --param text='a b' -- busybox sh -c '
		cd /sys/module/params/parameters
		echo 8 >ui
		echo "$(cat flag):$(cat list):$(cat text):$(cat ui):permitted"
		[ ! -e ull ] || echo ull' | tail -n 1)"
same 'what /proc/modules and /sys/module have' 'params:1.0:live:0' "$(
	run --driver "$drivers/params.c" -- busybox sh -c '
		m=$(cut -d " " -f 1 /proc/modules)
		cd /sys/module/$m
		echo "$m:$(cat version):$(cat initstate):$(cat refcnt)"' |
		tail -n 1)"
says 'a parameter that there is not' 2 \
	"*there is no parameter 'nothing'*" \
	--driver "$drivers/params.c" --param nothing=1 -- busybox true
says '--param without a driver' 2 '*comes behind the --driver*' \
	--param a=1 -- busybox true

for m in i386 x86_64; do
	says "a driver on $m" 2 "*memo.c: *not with --machine $m" \
		--machine $m --driver "$drivers/memo.c" -- busybox true
done
same '--machine hosted is what there is' hi \
	"$(run --machine hosted --driver "$drivers/memo.c" -- \
		busybox sh -c "$note")"

# ---- several ------------------------------------------------------------------------

says 'a Makefile; what is used comes first, and goes last' 0 \
	$'maker of pair\nuser: 42\nuser ends\nmaker ends' \
	--driver "$drivers/pair" -- busybox true
says 'the same module twice' 2 "*there is a module 'memo' already" \
	--driver "$drivers/memo.c" --driver "$drivers/memo.c" -- busybox true
mkdir "$work/empty"
says 'a directory without a Makefile' 2 '*there is no Makefile in*' \
	--driver "$work/empty" -- busybox true
echo 'x := 1' >"$work/empty/Makefile"
says 'a Makefile without obj-m' 2 '*has nothing in obj-m' \
	--driver "$work/empty" -- busybox true
echo 'obj-m := gone.o' >"$work/empty/Makefile"
says 'a Makefile with a file that is not there' 2 \
	'*gone.c: No such file or directory' \
	--driver "$work/empty" -- busybox true

# ---- no good ------------------------------------------------------------------------

says 'no such file' 2 '*none.c: No such file or directory' \
	--driver "$work/none.c" -- busybox true
says 'no such kind of file' 2 '*neither a .c file, a .so file, nor*' \
	--driver /etc/passwd -- busybox true
echo garbage >"$work/garbage.so"
says 'a .so file that is none' 2 '*not a module for the hosted machine' \
	--driver "$work/garbage.so" -- busybox true
head='#include <linux/module.h>
#include <linux/init.h>
'
tail='static void __exit t_exit(void) { }
module_init(t_init); module_exit(t_exit); MODULE_LICENSE("GPL");'
echo "$head int x = ;" >"$work/syntax.c"
says 'a syntax error' 2 '*syntax.c:3:*error: expected*does not compile' \
	--driver "$work/syntax.c" -- busybox true
echo "#include <linux/nothing_like_it.h>" >"$work/door.c"
says 'a header that is not there' 2 \
	'*there is no door <linux/nothing_like_it.h>*does not compile' \
	--driver "$work/door.c" -- busybox true
echo "$head static int __init t_init(void) { return no_such_function(); }
$tail" >"$work/function.c"
says 'a function that is not there' 2 \
	"*octavo: 'no_such_function' is missing*does not compile" \
	--driver "$work/function.c" -- busybox true
echo "$head int no_such_symbol(void);
static int __init t_init(void) { return no_such_symbol(); }
$tail" >"$work/symbol.c"
says 'a symbol that is not there' 2 \
	"*symbol: 'no_such_symbol' is missing: Octavo does not offer it*" \
	--driver "$work/symbol.c" -- busybox true
echo "$head int getppid(void);
static int __init t_init(void) { return getppid(); }
$tail" >"$work/library.c"
says 'a function of the host'\''s libraries' 2 "*'getppid' is missing*" \
	--driver "$work/library.c" -- busybox true

bad_c=$drivers/bad.c
says 'init answers an error' 2 \
	'octavo: bad: the driver did not start: Device or resource busy (-16)' \
	--driver "$bad_c" --param how=errno -- busybox true
says 'a wild pointer in init' 3 \
	"kernel BUG: unhandled page fault at 0x10*at wild (*bad.c:*at do_it (*bad.c:*in the driver 'bad', in its init" \
	--driver "$bad_c" --param how=wild -- busybox true
says 'a wild pointer in exit' 3 \
	"kernel BUG*at wild (*at bad_exit (*in the driver 'bad', in its exit" \
	--driver "$bad_c" --param how=exit -- busybox true
says 'what it held when it crashed' 3 \
	"*in the driver 'bad', in its init*mutex &outer is held since bad.c:*, this one*spin lock &inner is held since bad.c:*it has 3 objects of 300 bytes, 1 blocks of pages of 16384 bytes, 0 pinned pages*" \
	--driver "$bad_c" --param how=laden -- busybox true
says 'BUG()' 3 "panic: BUG at *bad.c:*called by the driver 'bad', in its init" \
	--driver "$bad_c" --param how=bug -- busybox true
# Time enough to start.
slow=${sanitizers:+5s}
said=${sanitizers:+5.000}
says 'a loop, and --timeout' 3 \
	"octavo: ${said:-1.000} s are over*at do_it (*bad.c:*in the driver 'bad', in its init*" \
	--timeout "${slow:-1s}" --driver "$bad_c" --param how=loop -- busybox true
says 'a program that takes too long' 3 \
	"octavo: ${said:-0.300} s are over*task 1 'busybox' sleeps*" \
	--timeout "${slow:-300ms}" -- busybox sleep 100
says 'a double free' 3 '*double free of object*' \
	--driver "$bad_c" --param how=twice -- busybox true
says 'a leak' 4 '*' --driver "$bad_c" --param how=leak -- busybox true
for wrong in 1x '' 0 -1 5h; do
	says "--timeout '$wrong'" 2 '*is not a time such as*' \
		--timeout "$wrong" -- busybox true
done

# ---- Linux's versions, sanitizers ----------------------------------------------------

echo "$head#include <linux/version.h>
static int __init t_init(void)
{
	pr_info(\"%d\\n\", LINUX_VERSION_CODE == KERNEL_VERSION(6, 12, 3));
	return 0;
}
$tail" >"$work/version.c"
says '--linux' 0 1 --linux 6.12.3 --driver "$work/version.c" -- busybox true
says 'the default' 0 0 --driver "$work/version.c" -- busybox true
for wrong in 6 x 6.1.2.3 9.1 6.; do
	says "--linux $wrong" 2 '*is not a version such as*' --linux "$wrong" \
		-- busybox true
done
says '--san with a word' 2 "*'fast' is none of address*" --san fast -- true
says '--san address,thread' 2 '*exclude each other' --san address,thread -- true

# gdb stops in the driver's own source.
if command -v gdb >/dev/null; then
	out=$(timeout 60 "$OCTAVO" run --gdb --driver "$drivers/memo.c" -- \
		busybox sh -c "$note" 2>&1 <<-GDB
		break memo_write
		run
		backtrace 1
		info locals
		continue
		quit
	GDB
	)
	case $out in
	*"memo_write (file="*"memo.c:"*hi*) pass '--gdb in a driver' ;;
	*) fail '--gdb in a driver' "$out" ;;
	esac
fi

finish
