/* SPDX-License-Identifier: MIT */
/*
 * abi/signal.h - signal stacks, information and frames of i386.
 */
#ifndef ABI_SIGNAL_H
#define ABI_SIGNAL_H

#include <octavo/types.h>

/* Nothing below the stack pointer belongs to the program. */
#define SIGFRAME_REDZONE	0

/* What sigaction(2) passes. */
struct old_sigaction {
	unsigned long handler;
	unsigned long mask;
	unsigned long flags;
	unsigned long restorer;
};

struct k_stack {
	unsigned long ss_sp;
	int ss_flags;
	unsigned long ss_size;
};

/* The first fields of a 128-byte siginfo_t; what follows them is zero. */
struct k_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
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
		unsigned char __rest[128 - 12];
	};
};

/*
 * Floating point registers twice: as FNSAVE stores them, for programs that
 * know no other form, and as FXSAVE does. After a handler the first form counts
 * for what both have.
 */
struct k_fpstate {
	u32 cw, sw, tag, ipoff, cssel, dataoff, datasel;
	u8 st[8][10];
	u16 status;
	u16 magic;			/* 0: the second form is there */
	u8 fxsave[512];
};

struct k_sigcontext {
	u16 gs, __gsh, fs, __fsh, es, __esh, ds, __dsh;
	u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
	u32 trapno, err, eip;
	u16 cs, __csh;
	u32 eflags, esp_at_signal;
	u16 ss, __ssh;
	u32 fpstate;			/* struct k_fpstate, or 0 */
	u32 oldmask, cr2;
};

struct k_ucontext {
	unsigned long uc_flags;
	unsigned long uc_link;
	struct k_stack uc_stack;
	struct k_sigcontext uc_mcontext;
	u64 uc_sigmask;
};

/* What a handler finds at its stack pointer, without SA_SIGINFO ... */
struct sigframe {
	u32 pretcode;
	int sig;
	struct k_sigcontext sc;
	u32 extramask;			/* signals 33 to 64 */
	u8 retcode[8];			/* for debuggers, not executed */
};

/* ... and with it. */
struct rt_sigframe {
	u32 pretcode;
	int sig;
	u32 pinfo, puc;
	struct k_siginfo info;
	struct k_ucontext uc;
	u8 retcode[8];
};

#endif
