/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of the reference kernel share.
 *
 * One struct task is one user program. It embeds the library's task_struct,
 * so that `current` is the task, and owns a kernel stack:
 *
 *	boot context --kernel_run()--> task's stack: execve, arch_enter_user
 *	      ^                              |  system calls, faults
 *	      +------- do_exit() ------------+
 *
 * Invariants:
 *  1. On return to user code a task holds no lock, no reference that is not
 *     in its tables, and no kernel mapping.
 *  2. User memory is touched only by the calls of octavo/uaccess.h.
 *  3. An allocation whose size a program chooses has a limit beside it.
 *
 * Locking: a task's own fields are its own; what tasks share has a lock
 * inside (files_struct, inode, dcache_lock).
 */
#ifndef KERNEL_INTERNAL_H
#define KERNEL_INTERNAL_H

#include <octavo/types.h>
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/file.h>
#include <octavo/fs.h>
#include <octavo/kernel.h>
#include <octavo/ktimer.h>
#include <octavo/mm.h>
#include <octavo/poll.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/rbtree.h>
#include <octavo/slab.h>
#include <octavo/spinlock.h>
#include <octavo/string.h>
#include <octavo/uaccess.h>
#include <octavo/uio.h>
#include <octavo/wait.h>
#include <octavo/xarray.h>
#include <uapi/errno.h>
#include <uapi/resource.h>
#include <uapi/signal.h>
#include <abi/abi.h>
#include <abi/signal.h>
#include <abi/syscalls.h>
#include <asm/fpu.h>
#include <asm/ptrace.h>

/* A kernel stack, as an order. The sanitizers need more of it. */
#define KSTACK_ORDER	(OCTAVO_ASAN ? 4 : 3)
#define KSTACK_SIZE	(PAGE_SIZE << KSTACK_ORDER)

#define NR_OPEN_DEFAULT	64u		/* descriptors of a fresh table */
#define NR_OPEN_MAX	4096u		/* most of any table */
#define KERNEL_RELEASE	"6.1.0-octavo"
#define KERNEL_VERSION	"#1 Octavo"
#define PID_MAX		32768
#define NR_TASKS_MAX	4096u
#define NGROUPS_MAX	65536
#define HOST_NAME_MAX	64

struct files_struct {
	refcount_t count;
	spinlock_t lock;
	unsigned int max_fds;
	unsigned int next_fd;		/* below it no slot is free */
	struct file **fd;
	unsigned char *cloexec;		/* a flag each */
};

struct fs_struct {
	refcount_t count;
	umode_t umask;
	struct dentry *root, *pwd;
};

struct sighand_struct {
	refcount_t count;
	struct k_sigaction action[NSIG];	/* signal n at n - 1 */
};

/* Signals that wait to be delivered: which, and what is known of each. */
struct sigpending {
	u64 set;			/* signal n is bit n - 1 */
	struct list_head queue;
	unsigned int nr;		/* of its entries */
};

struct cpu_time {
	u64 user_ns, kernel_ns;
};

/* What the threads of a process share; without threads it is a zombie. */
struct signal_struct {
	pid_t pid, pgid, sid;
	struct signal_struct *parent;	/* NULL: the first process */
	struct list_head children, sibling;
	struct list_head threads;
	unsigned int nr_threads;
	unsigned int nr_exiting;	/* of them; these may sleep yet */
	struct sigpending pending;
	wait_queue_head_t child_wait;	/* wait4(2) */
	struct ktimer real_timer;	/* alarm(2), setitimer(2) */
	u64 real_interval;
	struct cpu_timer {		/* ITIMER_VIRTUAL, ITIMER_PROF */
		u64 expires, interval;	/* CPU time; 0: does not run */
	} cpu_timers[2];
	struct list_head timers;	/* timer_create(2) */
	int next_timer;
	struct cpu_time dead, waited;	/* run time of what has ended */
	struct rlimit64 rlim[RLIM_NLIMITS];
	int exit_signal;		/* told to the parent at the end */
	int exit_status;		/* wait status, once it is over */
	int stop_signal;		/* stopped by it, 0: not */
	bool stop_told, continued;	/* for wait4(2) */
	bool group_exit;		/* every thread is to end */
	struct task *exec_task;		/* all but this one are */
	bool did_exec, undumpable;
	u64 start_ns;			/* monotonic */
	int oom_score_adj;
	bool unkillable;		/* init: takes signals it handles */
	struct tty *tty;		/* that controls it, or NULL */
	bool subreaper;			/* takes over its descendants' */
	u64 serial;			/* of all processes there ever were */
	char comm[TASK_COMM_LEN];	/* of a zombie, */
	u32 uid;			/* and whose it was */
	u32 dead_uid, dead_gid;		/* effective */
};

/* Groups of a thread besides its own one; shared, and never changed. */
struct group_info {
	refcount_t count;
	unsigned int nr;
	u32 gid[];			/* ascending */
};

struct task {
	struct task_struct thread;	/* first: current is this */
	struct arch_context ctx;
	void *stack;
	struct pt_regs *regs;		/* user registers, in a system call */
	u8 fpu[FPU_IMAGE_SIZE] __aligned(16);	/* while it does not run */

	/* kernel/sched.c */
	unsigned int state;		/* TASK_RUNNING: or ready to */
	const unsigned int *word;	/* that it sleeps on, or NULL */
	bool kicked, has_fpu;
	struct rb_node ready;
	int ready_prio;			/* rt_prio, as the tree has it */
	struct list_head waiting;
	u64 vruntime, ran_ns, run_since;

	struct signal_struct *signal;
	struct list_head thread_node;
	struct files_struct *files;
	struct fs_struct *fs;
	struct sighand_struct *sighand;
	u64 blocked;			/* signal n is bit n - 1 */
	u64 sigwait;			/* that sigtimedwait(2) waits for */
	struct sigpending pending;
	struct completion *vfork_done;
	u64 saved_sigmask;		/* blocked again after a handler, if */
	bool restore_sigmask;
	bool work;			/* kernel_user_return() is due */
	bool exiting;			/* takes no more signals */
	int death_signal;		/* when the parent ends, 0: none */
	struct k_stack altstack;
	u32 uid, euid, suid, fsuid;	/* kernel/sys_cred.c */
	u32 gid, egid, sgid, fsgid;
	struct group_info *groups;	/* NULL: no more of them */
	bool no_new_privs;
	long timer_slack, default_slack;	/* for prctl(2) only, in ns */
	struct file *exe;
	unsigned long clear_child_tid, robust_list;
	unsigned int personality;
	int nice, rt_prio;
	u16 ioprio;			/* ioprio_set(2), 0: none */
	unsigned int policy;		/* SCHED_* */
	u64 start_ns;			/* monotonic */
	unsigned long user_ticks, kernel_ticks;
	unsigned long switches[2];	/* went to sleep, had to make room */
	const struct kernel_start *start;	/* of the first program */
	struct pt_regs *fork_regs;	/* what a new thread starts with */
	struct abi_thread abi;
	int __user *set_child_tid;
	u64 sleep_until;		/* of a call to be made again */
	struct kthread *kthread;	/* kernel/async/, or NULL */
	unsigned int users;		/* get_task_struct() */
	bool is_over;			/* nothing is left but these */
};

/* ---- kernel/task.c ----------------------------------------------------- */

static inline struct task *current_task(void)
{
	return container_of(current, struct task, thread);
}

/* A limit of the running process, as it is now. */
static inline u64 rlimit(unsigned int which)
{
	return current_task()->signal->rlim[which].rlim_cur;
}

/* tasklist_lock, with interrupts off. */
void lock_tasklist(void);
void unlock_tasklist(void);

struct task *task_create(pid_t pid);
void task_destroy(struct task *task);
struct task *task_alloc(void);
void task_release(struct task *task);
void task_free(struct task *task);
void task_forget(struct task *task);
int task_publish(struct task *task);
struct signal_struct *signal_alloc(struct signal_struct *parent);
void signal_free(struct signal_struct *sig);
void init_rlimits(struct rlimit64 *rlim);
/* The next number that nobody has, or -EAGAIN. */
pid_t pid_alloc(void);
struct signal_struct *find_process(pid_t nr);
/* The real user of a process, dead or alive. */
u32 uid_of(const struct signal_struct *sig);
struct task *find_task(pid_t nr);
/* NULL: what runs is the context that booted. */
struct task *task_running(void);

/* ---- kernel/fork.c, exit.c --------------------------------------------- */

long ksys_clone(unsigned long flags, unsigned long stack, int __user *ptid,
		int __user *ctid, unsigned long tls);
/* End the running thread, or all of its process, with a wait status. */
#define WAIT_CORE	0x80		/* in it: a core was dumped */
__noreturn void do_exit(int status);
__noreturn void do_group_exit(int status);
void end_other_threads(struct signal_struct *sig);
/* Another thread of its process executes a program. */
bool must_make_way(const struct task *task);
void forget_process(struct signal_struct *sig);
void notify_parent(struct signal_struct *sig, int code, int status);
/* A call that its parent waits for in vfork(2) is over. */
void release_vfork_parent(struct task *task);

/* ---- kernel/sys_cred.c: who a thread is --------------------------------- */

void cred_copy(struct task *to, const struct task *from);
void cred_release(struct task *task);
/* Is @gid that of file accesses, or one of the further groups? */
bool in_group(const struct task *task, u32 gid);
struct exec_image;
/* Who the program in @inode will run as, and then it does. */
void cred_prepare(const struct inode *inode, struct exec_image *img);
void cred_commit(const struct exec_image *img);
/* A list of groups for the running thread; takes over @groups. */
long set_groups(struct group_info *groups);
struct group_info *groups_alloc(unsigned int nr);
void groups_put(struct group_info *groups);

/* May the running thread do what only root may? */
static inline bool capable(void)
{
	return current_task()->euid == 0;
}

/* May it look into @task? With tasklist_lock held. */
bool may_trace(const struct task *task);

/* ---- kernel/async/pending.c, net/ ---------------------------------- */

#define PENDING_INPUT	1u		/* console_input() */
#define PENDING_TASKLETS	2u	/* octavo/tasklet.h */
#define PENDING_TIMERS		4u
#define PENDING_RCU		8u
#define PENDING_WORKERS		16u
void raise_pending(unsigned int what);	/* any context */
void run_pending(void);
struct seq_file;
#define PROC_NET_FILES(X)						\
	X(arp) X(dev) X(raw) X(route) X(sockstat) X(tcp) X(udp) X(unix)
#define X(name)	int proc_net_##name##_show(struct seq_file *m, void *v);
PROC_NET_FILES(X)
#undef X

/* ---- kernel/async/: what calls functions later ------------------------- */

void run_timers(void);
void run_rcu(void);
/* See to it that a worker is there: 0 or -ENOMEM. */
int workers_start(gfp_t gfp);
void kthreads_exit(void);
/* A thread is over and its structure goes; NULL: none. */
void kthread_forget(struct kthread *kt);
void workqueue_exit(void);
bool ktimers_walk(bool (*visit)(struct ktimer *timer, void *arg), void *arg);
/* A function has returned: report what it left behind, and put it right. @before
 * is the preempt_count() that it was called with. */
void async_end(unsigned int before, const char *what, const void *fn);

/* Around a function that runs where softirqs do on Linux. */
static inline unsigned int softirq_enter(void)
{
	this_cpu_var(preempt_count) += SOFTIRQ_OFFSET;
	barrier();
	return preempt_count();
}

static inline void softirq_exit(void)
{
	barrier();
	this_cpu_var(preempt_count) -= SOFTIRQ_OFFSET;
}

/* ---- kernel/sched.c ---------------------------------------------------- */

void sched_init(void);
#define SCHED_SLICE_NS	(10ull * 1000 * 1000)	/* then the next one's turn */

/* Run tasks until there are none; the caller is the idle task meanwhile. */
void sched_run(void);
void schedule(void);
void schedule_tail(void);
__noreturn void schedule_dead(void);
bool need_resched(void);
void sched_tick(void);
/* Let everybody else who is ready run first. */
void sched_yield_cpu(void);
void wake_up_new_task(struct task *task);
/* Have @task look again at what it waits for. */
void kick_task(struct task *task);
void task_load_mm(struct mm_struct *mm);
unsigned long nr_context_switches(void);
unsigned int nr_running(void);
/* Time on the CPU, in nanoseconds. */
u64 task_ran_ns(const struct task *task);
u64 idle_ns(void);
/* Processes that could run, on average over 1, 5 and 15 minutes, in 2048ths. */
void load_averages(unsigned long *avg);
void load_init(void);
void load_exit(void);

/* Have who runs come by kernel_user_return(). Any context. */
void sched_note_work(void);

/* ---- kernel/abi/ ------------------------------------------------------- */

/* Fill in child->abi from the running thread and, unless NULL, what clone(2)
 * says about thread-local memory; 0 or -errno. */
int abi_copy_thread(struct task *child, const unsigned long *tls);
/* On the new thread, before it first runs user code. */
void abi_start_thread(const struct task *task);

/* ---- kernel/oom.c ------------------------------------------------------ */

void oom_init(void);

/* ---- kernel/posix_timer.c, fs/timerfd.c -------------------------------- */

/* As struct itimerspec, in nanoseconds; a value of 0: does not run. */
struct timer_spec {
	u64 interval, value;
};
long get_timer_spec(struct timer_spec *to, const void __user *from);
long put_timer_spec(const struct timer_spec *from, void __user *to);
long do_timer_settime(int id, int flags, const struct timer_spec *new,
		      struct timer_spec *old);
long do_timer_gettime(int id, struct timer_spec *spec);
long do_timerfd_settime(unsigned int fd, int flags,
			const struct timer_spec *new, struct timer_spec *old);
long do_timerfd_gettime(unsigned int fd, struct timer_spec *spec);
u64 ktimer_forward(struct ktimer *timer, u64 interval, u64 now);
u64 ktimer_left(const struct ktimer *timer);
u64 clock_to_expiry(int clock, int flags, u64 ns);
bool clock_has_timers(int clock);
/* Does it count CPU time? */
static inline bool is_cpu_clock(int clock)
{
	return clock < 0 || clock == 2 || clock == 3;
}
/* The name that a clock of CPU time has below 0; @own: that says whose. */
int cpu_clock_id(int clock, bool own);
/* With tasklist_lock held; 0, or -EINVAL if there is no such clock. */
long cpu_clock_ns(int clock, u64 *ns);
void posix_cpu_timers_run(struct signal_struct *sig);
struct kernel_siginfo;
void posix_timer_delivered(struct kernel_siginfo *info);
/* Stop the timers of a process, the tasklist locked; or forget them. */
void stop_posix_timers(struct signal_struct *sig);
void posix_timers_exit(struct signal_struct *sig);

/* ---- kernel/fs/signalfd.c, pidfd.c ------------------------------------- */

/* A blocked signal came. */
void signalfd_notify(void);
void pidfd_process_over(void);
/* A descriptor for a process, of which 0 is told later. */
long pidfd_create(pid_t pid, u64 serial, unsigned int flags);
void pidfd_set(unsigned int fd, const struct signal_struct *sig);
bool pidfd_nonblock(unsigned int fd);
/* The number of the process, -EBADF, or -ESRCH when it is gone. */
pid_t pidfd_pid(unsigned int fd);
/* The same, or of an open /proc/PID. */
pid_t pidfd_or_proc(unsigned int fd);

/* ---- kernel/timer.c ---------------------------------------------------- */

void timers_run(void);
u64 timers_next(void);
/* Wait as arch_wait() does, until @deadline at most; may return early. */
void wait_until(const unsigned int *word, unsigned int val, u64 deadline);
/* The same on the running task's own word, which prepare_to_wait() has set. */
void task_sleep_until(u64 deadline);

/* ---- kernel/exec.c, elf.c ---------------------------------------------- */

/* Strings of a program to be: argv, then envp, packed, in kernel pages. */
#define MAX_ARG_STRLEN	(32 * PAGE_SIZE)

struct exec_args {
	struct page **pages;		/* nr_pages of them, or NULL */
	unsigned int nr_pages;
	size_t len, limit;		/* bytes; with the pointers to them */
	unsigned int argc, envc;
	char *filename;			/* for AT_EXECFN, kmalloc'ed */
};

struct exec_image {
	unsigned long start;		/* the first instruction */
	unsigned long base;		/* the interpreter, 0: none */
	unsigned long entry, phdr, phnum, phent;	/* the program */
	unsigned long start_code, end_code, start_data, end_data, brk;
	u32 euid, egid;			/* of the program when it runs */
	bool secure;			/* others than who starts it */
	bool exec_stack;
	struct file *file;		/* the program's; no reference */
};

/* Map the program in @file into the running (empty) address space. */
int elf_load(struct file *file, struct exec_image *img);
int exec_args_init(struct exec_args *args);
void exec_args_destroy(struct exec_args *args);
int exec_args_kernel(struct exec_args *args, const char *const *argv,
		     const char *const *envp);
/* Replace the running program; on success @regs is the new one's. */
int do_execve(const char *path, struct exec_args *args, struct pt_regs *regs);

/* ---- kernel/signal.c --------------------------------------------------- */

#define SIGBIT(sig)	(1ull << ((sig) - 1))

struct kernel_siginfo {
	int si_signo, si_errno, si_code;
	unsigned long si_addr;		/* faults */
	pid_t si_pid;			/* the rest: who sent it; timers: id, */
	u32 si_uid;			/* and how often it was too late */
	int si_status;			/* SIGCHLD, */
	long si_utime, si_stime;	/* in ticks */
	unsigned long si_value;		/* sigqueue, timers */
	int si_fd, si_band;		/* files, see kernel/fs/owner.c */
};

struct sighand_struct *sighand_alloc(void);
struct sighand_struct *sighand_get(struct sighand_struct *sighand);
struct sighand_struct *sighand_dup(const struct sighand_struct *old);
void sighand_put(struct sighand_struct *sighand);
void sighand_clear(struct sighand_struct *sighand);
void sigpending_flush(struct sigpending *pending);
u64 signals_pending(const struct task *task);
void recalc_sigpending(struct task *task);
bool fatal_signal_pending(const struct task *task);
void signal_wake(struct task *task);
bool syscall_wants_restart(const struct pt_regs *regs);
bool dequeue_signal(struct task *task, u64 set, struct kernel_siginfo *info);
/* True: it was queued; false: ignored, or pending already. */
bool send_group_locked(struct signal_struct *sig,
		       const struct kernel_siginfo *info);
bool send_thread_locked(struct task *task, const struct kernel_siginfo *info);
/* As rt_sigqueueinfo(2). */
long do_sigqueue(pid_t pid, const struct kernel_siginfo *info);
long do_tgsigqueue(pid_t tgid, pid_t tid, const struct kernel_siginfo *info);
/* Wait for one of @set, which is blocked; its number or -errno. */
long do_sigtimedwait(u64 set, u64 ns, struct kernel_siginfo *info);
struct k_siginfo;
long ksys_sigtimedwait(const u64 __user *uset, size_t size, u64 ns,
		       struct k_siginfo __user *uinfo);
int kill_pgrp(pid_t pgid, const struct kernel_siginfo *info);
/* F_SETOWN: a process, or a group as a negative number; SIGIO for it. */
long file_set_owner(struct file *file, int pid);
long owner_fcntl(struct file *file, unsigned int cmd, unsigned long arg);
void file_signal_owner(const struct file *file);
void kill_everybody(void);
void real_timer_fired(struct ktimer *timer);
/* As programs see it. */
void siginfo_to_user(struct k_siginfo *to, const struct kernel_siginfo *info);
void flush_signal_handlers(struct task *task);
/* Make @sig pending. */
void send_signal(struct task *task, int sig);
/* Before going back to user code: act on what is pending. May not return. */
void do_signals(struct pt_regs *regs);
/* Block @mask, as far as it can be. */
void set_blocked(struct task *task, u64 mask);
/* Block @mask until a handler has run, and wait for that. */
long do_sigsuspend(u64 mask);

static inline bool signal_pending(const struct task *task)
{
	return READ_ONCE(task->thread.sigpending);
}

/* For abi_setup_frame(): the address below which a frame may begin, and the
 * mask that it shall restore. */
unsigned long sigframe_top(const struct task *task,
			   const struct k_sigaction *sa, unsigned long sp);
u64 sigmask_to_save(struct task *task);
/* A return from a handler found no frame. */
__noreturn void bad_sigframe(void);
/* Floating point registers as a program starts with. */
void fpu_reset(void);
int do_sigaction(int sig, const struct k_sigaction *new,
		 struct k_sigaction *old);
int do_sigprocmask(int how, const u64 *set, u64 *old);

/* ---- kernel/fs/file.c -------------------------------------------------- */

struct files_struct *files_alloc(void);
struct files_struct *files_get(struct files_struct *files);
struct files_struct *files_dup(struct files_struct *old);
void files_put(struct files_struct *files);
void files_close_on_exec(struct files_struct *files);
/* The lowest free descriptor from @from on, reserved with @file in it. */
int fd_install(struct files_struct *files, struct file *file,
	       unsigned int from, bool cloexec);
/* Two files, which it takes over, and their numbers to @ufds; 0 or -errno. */
long install_pair(struct file **file, int flags, int __user *ufds);

/* A file for as long as a call takes: while only this task has the table nobody
 * else can close it, and it needs no reference. */
struct fd {
	struct file *file;		/* NULL: not open (or O_PATH) */
	bool counted;
};

static inline struct fd fdget(unsigned int n)
{
	const struct files_struct *files = current_task()->files;
	struct file *file;

	if (unlikely(refcount_read(&files->count) != 1))
		return (struct fd){ fget(n), true };
	file = likely(n < files->max_fds) ? files->fd[n] : NULL;
	if (unlikely(file && file->f_mode & FMODE_PATH))
		file = NULL;
	return (struct fd){ file, false };
}

static inline void fdput(struct fd f)
{
	if (unlikely(f.counted))
		fput(f.file);
}

int fd_close(struct files_struct *files, unsigned int fd);
/* @file at exactly @fd, closing what was there. Takes its own reference. */
int fd_replace(struct files_struct *files, struct file *file, unsigned int fd,
	       bool cloexec);
struct file *file_alloc(struct dentry *dentry, unsigned int flags);
/* Open what @dentry names. */
struct file *dentry_open(struct dentry *dentry, int flags);

/* Has @file bytes at positions? */
bool has_positions(const struct file *file);

/* ---- kernel/fs/memfd.c ------------------------------------------------- */

/* A file in memory that no path names, open for reading and writing. */
struct file *memory_file(const char *name, umode_t mode);
long memfd_fcntl(struct file *file, unsigned int cmd, unsigned long arg);
/* A mapping that F_SEAL_* forbid, or whose rights they limit. 0 or -EPERM. */
int sealed_mmap(const struct inode *inode, struct mmap_request *req);

/* ---- kernel/fs/locks.c ------------------------------------------------- */

long fcntl_lock(struct file *file, unsigned int cmd, struct flock __user *ufl);
/* fcntl(2) with 64-bit positions: F_GETLK64 and so on, F_OFD_GETLK. */
long fcntl_lock64(struct file *file, unsigned int cmd,
		  struct flock64 __user *ufl);

/* ---- kernel/fs/lease.c ------------------------------------------------- */

extern unsigned int nr_leases;
extern unsigned long lease_break_time;	/* seconds */
/* Before @inode is opened or cut: 0, -EWOULDBLOCK, -ERESTARTSYS. */
int lease_break(const struct inode *inode, bool write, bool nowait);
void lease_release(const struct file *file);
long fcntl_setlease(struct file *file, unsigned long type);
long fcntl_getlease(const struct file *file);

/* ---- kernel/sys_poll.c ------------------------------------------------- */

unsigned int file_poll(struct file *file, struct poll_table_struct *pt);

/* A signal mask for the time of one call; @set NULL: as it is. */
long set_user_sigmask(const void __user *set, size_t size);
/* After it, with the call's result: the old mask comes back at once, or after
 * the handler of the signal that interrupted. */
long restore_user_sigmask(long ret, const void __user *set);

struct fs_struct *fs_alloc(void);
struct fs_struct *fs_get(struct fs_struct *fs);
struct fs_struct *fs_dup(const struct fs_struct *old);
/* Where an absolute path begins for the running task. */
struct dentry *current_root(void);
void fs_put(struct fs_struct *fs);

/* ---- kernel/fs/dcache.c ------------------------------------------------ */

struct dentry *d_alloc(struct dentry *parent, const char *name, size_t len);
void d_pin(struct dentry *dentry);
void d_delete(struct dentry *dentry);
void d_prune(struct super_block *sb);
/* Does a path from the running task's root lead to it? */
bool d_reachable(struct dentry *dentry);
/* The path of @dentry at the end of @buf, or ERR_PTR(-ENAMETOOLONG). */
char *d_path(struct dentry *dentry, char *buf, size_t size);

/* ---- kernel/fs/namei.c ------------------------------------------------- */

#define LOOKUP_FOLLOW		1u
#define LOOKUP_DIRECTORY	2u
#define LOOKUP_EMPTY		4u	/* "" is @dfd itself */

/* A path from user memory: most are short, and stay where @fn is. */
struct filename {
	char *name;			/* iname, kmalloc'ed, or ERR_PTR */
	char iname[60];
};
char *getname(struct filename *fn, const char __user *path, unsigned int flags);
void putname(struct filename *fn);
/* What @path (kernel memory) names from @dfd on, referenced, or ERR_PTR. */
struct dentry *path_lookup(int dfd, const char *path, unsigned int flags);
struct dentry *user_path(int dfd, const char __user *path, unsigned int flags);

struct file *do_filp_open(int dfd, const char *path, int flags, umode_t mode);
struct file *open_resolved(int dfd, const char *path,
			   const struct open_how *how);
/* A program: needs to be executable, not readable. */
struct file *open_exec(const char *path);
struct file *dentry_open_exec(struct dentry *dentry);
bool is_running(const struct inode *inode);

/* ---- kernel/fs/perm.c --------------------------------------------------- */

#define MAY_EXEC	1u
#define MAY_WRITE	2u
#define MAY_READ	4u

/* 0 or -EACCES: may the running thread do this with @inode? The kernel itself
 * may do everything. */
int inode_permission(const struct inode *inode, unsigned int mask);
/* Does it own @inode, or is it root? */
bool inode_is_mine(const struct inode *inode);
/* Owner and group of an inode made in @dir. */
void inode_init_owner(struct inode *inode, const struct inode *dir);
/* Set-id bits go when somebody else than root writes to the file. */
void inode_drop_setid(struct inode *inode);

/* Going through a directory: asked for every component of a path. */
static inline int may_search(const struct inode *dir)
{
	return likely((dir->i_mode & S_IXUGO) == S_IXUGO) ? 0 :
		inode_permission(dir, MAY_EXEC);
}

/* ---- kernel/fs/dirops.c ------------------------------------------------ */

int do_mknod(int dfd, const char *path, umode_t mode, dev_t dev);
int do_symlink(const char *target, int dfd, const char *path);
int do_link(struct dentry *old, int dfd, const char *path);
int do_unlink(int dfd, const char *path);
int do_rmdir(int dfd, const char *path);
int do_rename(int olddfd, const char *from, int newdfd, const char *to,
	      unsigned int flags);
/* A new plain file under a negative dentry, directory locked. */
int create_in(struct dentry *dir, struct dentry *dentry, struct inode *inode);

/* ---- kernel/fs/rw.c, super.c, inode.c ---------------------------------- */

int do_truncate(struct dentry *dentry, loff_t size);
/* Zeros from @off on, without memory for whole pages; the size stays. */
int do_punch_hole(struct file *file, loff_t off, loff_t len);
void inode_touch(struct inode *inode, bool modified);
struct timespec64 current_time(void);
int super_init(void);
void super_exit(void);
/* kernel/net/ */
int net_init(void);
void net_exit(void);
/* A table of descriptors is gone. */
void net_process_ended(void);
struct sockaddr;
long ksys_accept4(int fd, struct sockaddr __user *addr, int __user *addrlen,
		  int flags);
/* *@left: nanoseconds, and then what is left of them; NULL: for ever. */
struct mmsghdr;
long do_recvmmsg(int fd, struct mmsghdr __user *mmsg, unsigned int nr,
		 unsigned int flags, u64 *left);
int inode_init(void);
void inode_exit(void);
int create_pipe_files(struct file **files, int flags);
long pipe_fcntl(struct file *file, unsigned int cmd, unsigned long arg);
extern const struct file_operations pipe_fops;
/* For files that read_iter fills in: bytes in fresh pages. */
ssize_t copy_splice_read(struct file *file, loff_t *pos, struct pipe *pipe,
			 size_t len, unsigned int flags);
ssize_t file_read(struct file *file, char __user *buf, size_t len, loff_t *pos);
ssize_t file_write(struct file *file, const char __user *buf, size_t len,
		   loff_t *pos);

extern const struct vm_operations_struct generic_file_vm_ops;

/* ---- kernel/tty/ ------------------------------------------------------- */

struct super_block *devpts_sb_create(void);
const struct file_operations *tty_chrdev_find(dev_t dev);
void tty_console_init(void);
/* Standard file @fd of the first program. */
struct file *console_open(int fd, unsigned int flags);
void console_control(struct signal_struct *sig);
void console_input(void);
void jobctl_exit(struct signal_struct *sig);
/* A terminal as a number, 0: none; the group in its foreground, -1: none. */
u32 tty_nr_of(const struct signal_struct *sig);
pid_t tty_pgrp_of(const struct signal_struct *sig);

/* ---- kernel/ipc/ ------------------------------------------------------- */

/* What /proc/sys/kernel says, and may change. */
struct ipc_limits {
	unsigned long shmmax, shmall, shmmni, msgmax, msgmnb, msgmni, semmni;
	/* The identifier that is wanted next, ~0: any. */
	unsigned long shm_next, msg_next, sem_next;
};
extern struct ipc_limits ipc_limits;

struct sembuf;
long ksys_shmat(int id, unsigned long addr, int flags);
long ksys_semtimedop(int id, const struct sembuf __user *uops, unsigned int nr,
		     const struct timespec64 *ts);
/* What a process did with SEM_UNDO, when it ends. */
void sem_undo_all(const struct signal_struct *sig);
/* Text of /proc/sysvipc. */
struct seq_file;
int shm_show(struct seq_file *m, void *v);
int msg_show(struct seq_file *m, void *v);
int sem_show(struct seq_file *m, void *v);
void ipc_init(void);
void ipc_exit(void);

/* ---- kernel/time.c ----------------------------------------------------- */

/* CPU time of a thread; of a process with all that its threads had. */
struct cpu_time task_cpu_time(const struct task *task);
struct cpu_time process_cpu_time(const struct signal_struct *sig);
/* Send the signals of timers and limits of CPU time that is over. */
void cpu_timers_run(struct signal_struct *sig);
void cpu_time_add(struct cpu_time *to, const struct cpu_time *t);

/* ---- kernel/sys_limits.c, sys_sched.c ------------------------------------------- */

struct k_rusage;
void rusage_set_times(struct k_rusage *ru, const struct cpu_time *t);
long do_rr_interval(pid_t pid, u64 *ns);

/* What a CPU did, in hundredths of a second. */
struct cpu_ticks {
	unsigned long user, kernel, idle;
};
struct cpu_ticks cpu_ticks_of(unsigned int cpu);

/* ---- kernel/sys_*.c: calls whose arguments come in several shapes ------- */

/* What is to be told about a file, whatever the structure. */
struct kstat {
	u64 ino, blocks;
	loff_t size;
	umode_t mode;
	unsigned int nlink, blksize;
	u32 uid, gid;
	dev_t dev, rdev;
	struct timespec64 atime, mtime, ctime;
};

struct kstatfs {
	unsigned long type, bsize, namelen, frsize, flags;
	u64 blocks, bfree, bavail, files, ffree;
	int fsid;
};

int vfs_fstatat(int dfd, const char __user *path, struct kstat *ks, int flags);
int vfs_fstat(unsigned int fd, struct kstat *ks);
int user_statfs(const char __user *path, struct kstatfs *st);
int fd_statfs(unsigned int fd, struct kstatfs *st);

long ksys_pread64(unsigned int fd, unsigned long buf, size_t len, loff_t pos);
long ksys_pwrite64(unsigned int fd, unsigned long buf, size_t len, loff_t pos);
long ksys_truncate(const char __user *path, loff_t size);
long ksys_ftruncate(unsigned int fd, loff_t size);
long ksys_fallocate(unsigned int fd, int mode, loff_t off, loff_t len);
long ksys_fadvise64_64(unsigned int fd, loff_t off, loff_t len, int advice);
long ksys_readahead(unsigned int fd, loff_t off, size_t len);
long ksys_sync_file_range(unsigned int fd, loff_t off, loff_t len,
			  unsigned int flags);
loff_t ksys_lseek(unsigned int fd, loff_t off, int whence);
/* @pos: NULL means the file's own position. */
long ksys_sendfile(unsigned int out, unsigned int in, loff_t *pos, size_t len);
long ksys_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg);
/* Have the limits of a process hold for its address space. */
void mm_set_limits(struct mm_struct *mm, const struct signal_struct *sig);
long ksys_mmap_pgoff(unsigned long addr, size_t len, unsigned long prot,
		     unsigned long flags, unsigned int fd, unsigned long pgoff);
long ksys_umount(const char __user *path, int flags);
long ksys_fchownat(int dfd, const char __user *path, u32 uid, u32 gid,
		   int flags);
long ksys_fchown(unsigned int fd, u32 uid, u32 gid);

/* Times. @ns counts from now; ~0: for ever. */
#define NSEC_PER_SEC	1000000000u
#define NSEC_PER_TICK	10000000u	/* of times(2), /proc and the timer */

u64 clock_ns(int clock, long *err);
int get_timespec64(struct timespec64 *ts,
		   const struct __kernel_timespec __user *uts);
/* 0 or -EINVAL: what a clock may be set to, and a duration in nanoseconds. */
int timespec64_to_ns(const struct timespec64 *ts, u64 *ns);
struct timespec64 ns_to_timespec64(u64 ns);
long do_nanosleep(u64 ns, u64 *left);
long do_clock_nanosleep(int clock, int flags, const struct timespec64 *ts,
			u64 *left);
long put_timespec(u64 ns, struct __kernel_timespec __user *uts);
long do_clock_settime(int clock, const struct timespec64 *ts);
/* A duration from user memory in ns; an absurdly long one is cut. */
long get_duration(const struct __kernel_timespec __user *uts, u64 *ns);

/* A wait for files with a limit of time and perhaps a signal mask. */
struct poll_wait_for {
	u64 ns;				/* ~0: for ever */
	const void __user *mask;	/* NULL: none */
	size_t mask_size;
	u64 left;			/* of ns, afterwards */
};
long do_poll(struct pollfd __user *ufds, unsigned int nr,
	     struct poll_wait_for *w);
long do_select(int n, void __user *const *usets, struct poll_wait_for *w);
/* The mask of pselect6(2), which comes as a pointer and a size. */
long get_sigset_arg(struct poll_wait_for *w, const void __user *sig);
/* @ts is looked at by waits only; NULL: for ever. */
void futex_init(void);
long do_futex(u32 __user *uaddr, int op, u32 val, const struct timespec64 *ts,
	      u32 bits);
bool futex_is_wait(int op);
/* Calls with two words. */
struct futex_pair {
	u32 __user *uaddr, *uaddr2;
	int op;
	u32 nr, nr2, val3;
};
bool futex_has_two(int op);
long do_futex_two(const struct futex_pair *p);
/* The locks that a thread has at its end. */
void futex_exit_robust(struct task *task);
/* Two times, already checked, NULL: now. */
long do_utimes(int dfd, const char __user *path, const struct timespec64 *ts,
	       int flags);

/* ---- kernel/abi/: what each ABI defines, besides its own calls ---------- */

/* Copy attributes out in the plain structure. 0, -EFAULT, -EOVERFLOW. */
int cp_new_stat(const struct kstat *ks, struct stat __user *ust);
/* Let a handler run next: put its frame on the user stack and point @regs at
 * it. False: there is no room. */
bool abi_setup_frame(struct task *task, const struct kernel_siginfo *info,
		     struct pt_regs *regs);

/* ---- kernel/syscall.c -------------------------------------------------- */

/* A call by number, with its arguments in @regs. */
long do_syscall(unsigned long nr, struct pt_regs *regs);
void kernel_call_over(unsigned long nr);	/* report what it still holds */
/* One line with the names of those that programs asked for in vain. */
void print_missing_syscalls(void);

/* ---- kernel/fs/dev.c ---------------------------------------------------- */

extern const struct file_operations zero_fops;	/* /dev/zero */
/* Bytes stored, fewer if a signal came, or -EFAULT. */
ssize_t random_to_user(char __user *buf, size_t len);

/* ---- the few globals --------------------------------------------------- */

struct kernel_globals {
	struct dentry *root;		/* of everything */
	struct super_block *dev, *proc, *sys, *pipe, *devpts;
	struct list_head supers;
	unsigned int next_dev;
	struct kmem_cache *inodes, *dentries, *files;
	struct kmem_cache *task_cache;
	struct task *task;		/* the user task that runs, or NULL */
	struct signal_struct *first;	/* process */
	struct xarray tasks, processes;	/* by number */
	pid_t last_pid;
	u64 last_serial;		/* of a process */
	unsigned int max_tasks;
	bool pids_wrapped;
	unsigned int nr_tasks;		/* threads that have a stack, */
	unsigned int nr_daemons;	/* and of them those that end with us */
	unsigned long nr_forks;		/* since the start */
	char hostname[HOST_NAME_MAX + 1], domainname[HOST_NAME_MAX + 1];
	u8 boot_id[16];
	struct mm_struct *loaded_mm;	/* what user addresses mean now */
	u64 boot_ns;			/* monotonic */
	unsigned int pending;		/* PENDING_*: run_pending() is due */
	unsigned char unknown_named[(NR_SYSCALL_NAMES + 7) / 8];
};

extern struct kernel_globals kernel;

/* ---- system calls ------------------------------------------------------ */

/* A handler takes its arguments from where the call left them. */
#define X(nr, name, kinds)	long sys_##name(struct pt_regs *regs);
SYSCALLS(X)
#undef X

#define SYSCALL_DEFINE0(name)						\
	long sys_##name(struct pt_regs *regs)
#define SYSCALL_DEFINE1(name, t1, n1)					\
	static long do_sys_##name(t1 n1);				\
	long sys_##name(struct pt_regs *regs)				\
	{								\
		return do_sys_##name((t1)SYSCALL_ARG0(regs));		\
	}								\
	static long do_sys_##name(t1 n1)
#define SYSCALL_DEFINE2(name, t1, n1, t2, n2)				\
	static long do_sys_##name(t1 n1, t2 n2);			\
	long sys_##name(struct pt_regs *regs)				\
	{								\
		return do_sys_##name((t1)SYSCALL_ARG0(regs),		\
				     (t2)SYSCALL_ARG1(regs));		\
	}								\
	static long do_sys_##name(t1 n1, t2 n2)
#define SYSCALL_DEFINE3(name, t1, n1, t2, n2, t3, n3)			\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3);			\
	long sys_##name(struct pt_regs *regs)				\
	{								\
		return do_sys_##name((t1)SYSCALL_ARG0(regs),		\
				     (t2)SYSCALL_ARG1(regs),		\
				     (t3)SYSCALL_ARG2(regs));		\
	}								\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3)
#define SYSCALL_DEFINE4(name, t1, n1, t2, n2, t3, n3, t4, n4)		\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3, t4 n4);		\
	long sys_##name(struct pt_regs *regs)				\
	{								\
		return do_sys_##name((t1)SYSCALL_ARG0(regs),		\
				     (t2)SYSCALL_ARG1(regs),		\
				     (t3)SYSCALL_ARG2(regs),		\
				     (t4)SYSCALL_ARG3(regs));		\
	}								\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3, t4 n4)
#define SYSCALL_DEFINE5(name, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5)	\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3, t4 n4, t5 n5);	\
	long sys_##name(struct pt_regs *regs)				\
	{								\
		return do_sys_##name((t1)SYSCALL_ARG0(regs),		\
				     (t2)SYSCALL_ARG1(regs),		\
				     (t3)SYSCALL_ARG2(regs),		\
				     (t4)SYSCALL_ARG3(regs),		\
				     (t5)SYSCALL_ARG4(regs));		\
	}								\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3, t4 n4, t5 n5)
#define SYSCALL_DEFINE6(name, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5, t6, n6)	\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3, t4 n4, t5 n5,	\
				  t6 n6);				\
	long sys_##name(struct pt_regs *regs)				\
	{								\
		return do_sys_##name((t1)SYSCALL_ARG0(regs),		\
				     (t2)SYSCALL_ARG1(regs),		\
				     (t3)SYSCALL_ARG2(regs),		\
				     (t4)SYSCALL_ARG3(regs),		\
				     (t5)SYSCALL_ARG4(regs),		\
				     (t6)SYSCALL_ARG5(regs));		\
	}								\
	static long do_sys_##name(t1 n1, t2 n2, t3 n3, t4 n4, t5 n5,	\
				  t6 n6)

#endif
