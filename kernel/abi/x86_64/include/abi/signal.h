/* SPDX-License-Identifier: MIT */
/*
 * abi/signal.h - signal stacks, information and frames of x86-64.
 */
#ifndef ABI_SIGNAL_H
#define ABI_SIGNAL_H

#include <octavo/types.h>

/* Bytes below the stack pointer that belong to the program. */
#define SIGFRAME_REDZONE	128

struct k_stack {
	unsigned long ss_sp;
	int ss_flags;
	int __pad;
	unsigned long ss_size;
};

/* The first fields of a 128-byte siginfo_t; what follows them is zero. */
struct k_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
	int __pad;
	union {
		unsigned long si_addr;	/* faults */
		struct {		/* files */
			long si_band;
			int si_fd;
		};
		struct {		/* what others sent */
			int si_pid;
			unsigned int si_uid;
			union {
				struct {
					int si_status;
					long si_utime, si_stime;
				};
				unsigned long si_value;
			};
		};
		unsigned char __rest[128 - 16];
	};
};

struct k_sigcontext {
	unsigned long r8, r9, r10, r11, r12, r13, r14, r15;
	unsigned long rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, eflags;
	unsigned short cs, gs, fs, ss;
	unsigned long err, trapno, oldmask, cr2;
	unsigned long fpstate;		/* 512 bytes as FXSAVE has them, or 0 */
	unsigned long __reserved[8];
};

#define UC_SIGCONTEXT_SS	2
#define UC_STRICT_RESTORE_SS	4

struct k_ucontext {
	unsigned long uc_flags;
	unsigned long uc_link;
	struct k_stack uc_stack;
	struct k_sigcontext uc_mcontext;
	unsigned long uc_sigmask;
};

/* What a handler finds at its stack pointer. */
struct rt_sigframe {
	unsigned long pretcode;
	struct k_ucontext uc;
	struct k_siginfo info;
};

#endif
