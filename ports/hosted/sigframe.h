/* SPDX-License-Identifier: MIT */
/*
 * sigframe.h - what the host's kernel leaves on the stack with a signal.
 *
 * The binary interface of Linux on x86-64, spelt out because the libc's
 * headers do not exist here. entry.S uses the offsets, C the structures; C
 * checks that they agree.
 */
#ifndef HOSTED_SIGFRAME_H
#define HOSTED_SIGFRAME_H

#define UC_SS_SP		16
#define UC_SS_FLAGS		24
#define UC_SS_SIZE		32

/* A kernel stack ends with this record; see entry.c. */
#define ENTRY_RECORD_SIZE	640
#define ENTRY_USER_FS		0
#define ENTRY_HOST_FS		8

#ifndef __ASSEMBLER__

#include <octavo/types.h>

#define HOST_SIGILL		4
#define HOST_SIGTRAP		5
#define HOST_SIGBUS		7
#define HOST_SIGFPE		8
#define HOST_SIGSEGV		11
#define HOST_SIGUSR2		12
#define HOST_SIGALRM		14
#define HOST_SIGXCPU		24	/* our supervisor's: time is over */
#define HOST_SIGWINCH		28
#define HOST_SIGIO		29
#define HOST_SIGSYS		31
#define HOST_SIG_BLOCK		0
#define HOST_SIG_UNBLOCK	1

/* Signals that are about something else than the instruction they come at. */
#define HOST_SIGBIT(sig)	(1ull << ((sig) - 1))
#define HOSTED_INTERRUPTS						\
	(HOST_SIGBIT(HOST_SIGALRM) | HOST_SIGBIT(HOST_SIGIO) |		\
	 HOST_SIGBIT(HOST_SIGWINCH) | HOST_SIGBIT(HOST_SIGUSR2))

#define HOST_SI_KERNEL		0x80

#define HOST_SA_SIGINFO		0x00000004ul
#define HOST_SA_RESTORER	0x04000000ul
#define HOST_SA_ONSTACK		0x08000000ul
#define HOST_SA_NODEFER		0x40000000ul
#define HOST_SS_AUTODISARM	(1u << 31)

#define HOST_TRAP_PAGE_FAULT	14

struct host_sigaction {
	void *handler;
	unsigned long flags;
	void (*restorer)(void);
	u64 mask;
};

struct host_siginfo {
	int signo;
	int error;
	int code;
	int pad;
	unsigned long addr;	/* SIGSYS: of the call */
	int syscall;		/* SIGSYS */
	unsigned int arch;	/* SIGSYS: AUDIT_ARCH_* */
	char rest[96];
};

struct host_stack {
	void *sp;
	unsigned int flags;
	unsigned int pad;
	size_t size;
};

/* What fpstate points to: FXSAVE's image, and more if it says so. */
struct host_fpstate {
	u8 fpu[24];
	u32 mxcsr, mxcsr_mask;
	u8 registers[432];
	u32 magic;		/* HOST_FP_XSTATE: the rest is there */
	u32 extended_size;
	u64 features;		/* parts that may be there */
	u32 xstate_size;	/* from the start to the end of the last one */
	u8 sw_reserved[28];
	u64 xstate_bv;		/* parts that are not in their first state */
	u8 xstate_header[56];
	u8 parts[];
};

#define HOST_FP_XSTATE		0x46505853u
#define HOST_FP_LEGACY		464	/* bytes that are the CPU's */
/* Of the others those that only programs use: AVX, MPX, AVX-512. */
#define HOST_FP_PARTS		0xfcull

BUILD_BUG_ON(offsetof(struct host_fpstate, magic) != HOST_FP_LEGACY);
BUILD_BUG_ON(offsetof(struct host_fpstate, xstate_bv) != 512);
BUILD_BUG_ON(offsetof(struct host_fpstate, parts) != 576);

struct host_ucontext {
	unsigned long flags;
	void *link;
	struct host_stack stack;
	unsigned long r8, r9, r10, r11, r12, r13, r14, r15;
	unsigned long rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, rflags;
	u16 cs, gs, fs, ss;
	unsigned long err, trapno, oldmask, cr2;
	struct host_fpstate *fpstate;
	unsigned long reserved[8];
	u64 sigmask;
};

BUILD_BUG_ON(offsetof(struct host_ucontext, stack.sp) != UC_SS_SP);
BUILD_BUG_ON(offsetof(struct host_ucontext, stack.flags) != UC_SS_FLAGS);
BUILD_BUG_ON(offsetof(struct host_ucontext, stack.size) != UC_SS_SIZE);
BUILD_BUG_ON(offsetof(struct host_ucontext, rip) != 168);
BUILD_BUG_ON(offsetof(struct host_ucontext, fpstate) != 224);
BUILD_BUG_ON(sizeof(struct host_ucontext) != 304);
BUILD_BUG_ON(sizeof(struct host_siginfo) != 128);

/* Restore the stack segment as it is in the context. */
#define HOST_UC_SS		(0x2ul | 0x4ul)
#define HOST_USER_CS		0x33
#define HOST_USER_SS		0x2b

#endif
#endif
