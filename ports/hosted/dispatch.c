/* SPDX-License-Identifier: MIT */
/*
 * dispatch.c - make the system calls of user code arrive as SIGSYS.
 *
 * Only calls whose instruction lies in the user half are meant; the kernel's
 * own, from above it, go to the host and cost nothing extra. Syscall user
 * dispatch (Linux 5.11) does it by an exempt range; before that, a seccomp
 * filter on the instruction pointer does. Either belongs to a thread.
 */
#include <octavo/port.h>
#include <octavo/bug.h>
#include <octavo/errno.h>
#include <asm/page.h>
#include "hosted.h"
#include "sys.h"

#define PR_SET_NO_NEW_PRIVS		38
#define PR_SET_SYSCALL_USER_DISPATCH	59
#define PR_SYS_DISPATCH_ON		1
#define SECCOMP_SET_MODE_FILTER		1

/* Classic BPF. */
#define BPF_LOAD	0x20		/* A = 32 bits at offset k */
#define BPF_JUMP_EQ	0x15		/* A == k ? jt : jf */
#define BPF_JUMP_GE	0x35
#define BPF_RETURN	0x06
#define SECCOMP_ALLOW	0x7fff0000u
#define SECCOMP_TRAP	0x00030000u
#define IP_LOW		8		/* in struct seccomp_data */
#define IP_HIGH		12

struct bpf_insn {
	u16 code;
	u8 jt, jf;
	u32 k;
};

struct bpf_prog {
	u16 len;
	const struct bpf_insn *insns;
};

/* Do as if the host had no syscall user dispatch. */
bool hosted_avoid_dispatch;

static __thread bool dispatch_is_on
	__attribute__((__tls_model__("initial-exec")));

static long use_dispatch(void)
{
	if (hosted_avoid_dispatch)
		return -EINVAL;
	return host_syscall(HOST_NR_prctl, PR_SET_SYSCALL_USER_DISPATCH,
			    PR_SYS_DISPATCH_ON, (long)TASK_SIZE,
			    (long)(-1ul - TASK_SIZE), 0, 0);
}

static long use_seccomp(void)
{
	static const struct bpf_insn insns[] = {
		{ BPF_LOAD, 0, 0, IP_HIGH },
		{ BPF_JUMP_EQ, 0, 2, 0 },
		{ BPF_LOAD, 0, 0, IP_LOW },
		{ BPF_JUMP_GE, 0, 1, (u32)TASK_SIZE },
		{ BPF_RETURN, 0, 0, SECCOMP_ALLOW },
		{ BPF_RETURN, 0, 0, SECCOMP_TRAP },
	};
	const struct bpf_prog prog = { ARRAY_SIZE(insns), insns };
	long ret;

	ret = host_syscall(HOST_NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
	if (host_failed(ret))
		return ret;
	return host_syscall3(HOST_NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog);
}

/* From now on the calling thread's user code is heard. */
void hosted_dispatch_on(void)
{
	if (dispatch_is_on)
		return;
	if (host_failed(use_dispatch()) && host_failed(use_seccomp()))
		panic("the host offers neither syscall user dispatch nor seccomp");
	dispatch_is_on = true;
}
