/* SPDX-License-Identifier: MIT */
/*
 * exec.c - replacing the running program.
 *
 * The strings of the new program are first collected in kernel pages, because
 * the memory they come from goes away. Then a whole new address space is
 * built, with the old one aside, and only when it is complete does it take
 * the old one's place: an exec that fails has changed nothing.
 *
 *	high	+--------------------------+ STACK_TOP
 *		| path, envp and argv text |
 *		| platform, random bytes   |
 *		| auxiliary vector	   |
 *		| envp[] NULL		   |
 *		| argv[] NULL		   |
 *	sp ->	| argc			   |	16-byte aligned
 *		+--------------------------+
 *		  grows down, STACK_LIMIT
 *
 * Source: System V ABI for AMD64, "Initial Stack and Register State"; i386 has
 * the same in words of 32 bits.
 */
#include "internal.h"
#include <octavo/highmem.h>
#include <uapi/mman.h>

#define STACK_GAP	(16 * PAGE_SIZE)	/* room below the strings */
#define MIN_ARG_ROOM	(32 * PAGE_SIZE)	/* whatever RLIMIT_STACK is */
#define MAX_ARG_ROOM	(6ul << 20)
#define MAX_SHEBANG	255
#define MAX_INTERP_DEPTH	5

/* ---- strings ----------------------------------------------------------- */

/* A quarter of what the stack may have, within bounds. */
static size_t args_limit(void)
{
	u64 stack = rlimit(RLIMIT_STACK);

	return clamp(stack / 4, (u64)MIN_ARG_ROOM, (u64)MAX_ARG_ROOM);
}

int exec_args_init(struct exec_args *args)
{
	*args = (struct exec_args){ .limit = args_limit() };
	return 0;
}

void exec_args_destroy(struct exec_args *args)
{
	for (unsigned int i = 0; i < args->nr_pages; i++)
		if (args->pages[i])
			__free_page(args->pages[i]);
	kfree(args->pages);
	kfree(args->filename);
}

static int args_grow(struct exec_args *args)
{
	unsigned int nr = max(2 * args->nr_pages, 16u);
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return -ENOMEM;
	if (args->nr_pages)
		memcpy(pages, args->pages, args->nr_pages * sizeof(*pages));
	kfree(args->pages);
	args->pages = pages;
	args->nr_pages = nr;
	return 0;
}

/* Where the next byte goes: page memory and how much of it. Or ERR_PTR. */
static char *args_room(struct exec_args *args, size_t *room)
{
	size_t pointers = (args->argc + args->envc) * sizeof(long);
	unsigned int i = args->len >> PAGE_SHIFT;
	size_t off = args->len & (PAGE_SIZE - 1);

	if (args->len + pointers >= args->limit)
		return ERR_PTR(-E2BIG);
	if (i >= args->nr_pages && args_grow(args))
		return ERR_PTR(-ENOMEM);
	if (!args->pages[i])
		args->pages[i] = alloc_page(GFP_KERNEL);
	if (!args->pages[i])
		return ERR_PTR(-ENOMEM);
	*room = PAGE_SIZE - off;
	return (char *)page_address(args->pages[i]) + off;
}

static int args_add_kernel(struct exec_args *args, const char *s)
{
	size_t left = strlen(s) + 1, room;

	while (left) {
		char *p = args_room(args, &room);

		if (IS_ERR(p))
			return PTR_ERR(p);
		room = min(room, left);
		memcpy(p, s, room);
		args->len += room;
		s += room;
		left -= room;
	}
	return 0;
}

static int args_add_user(struct exec_args *args, const char __user *s)
{
	size_t total = 0, room;
	long n;

	for (;;) {
		char *p = args_room(args, &room);

		if (IS_ERR(p))
			return PTR_ERR(p);
		n = strncpy_from_user(p, s + total, room);
		if (n < 0)
			return n;
		if ((size_t)n < room) {
			args->len += n + 1;
			return 0;
		}
		args->len += room;
		total += room;
		if (total >= MAX_ARG_STRLEN)
			return -E2BIG;
	}
}

int exec_args_kernel(struct exec_args *args, const char *const *argv,
		     const char *const *envp)
{
	int err = 0;

	for (; !err && argv[args->argc]; args->argc++)
		err = args_add_kernel(args, argv[args->argc]);
	for (; !err && envp[args->envc]; args->envc++)
		err = args_add_kernel(args, envp[args->envc]);
	return err;
}

/* A NULL-terminated vector of strings from user memory. */
static int args_add_vector(struct exec_args *args, unsigned long vec,
			   unsigned int *count)
{
	const unsigned long __user *p = (const unsigned long __user *)vec;
	unsigned long s;
	int err = 0;

	while (!err && p) {
		if (get_user(s, p + *count))
			return -EFAULT;
		if (!s)
			break;
		err = args_add_user(args, (const char __user *)s);
		++*count;
	}
	return err;
}

/* ---- the stack --------------------------------------------------------- */

struct stack_builder {
	unsigned long sp;		/* lowest byte in use */
	unsigned long argv, envp;	/* their texts */
	unsigned long filename, platform, random;
};

/* Put bytes below what is there; their address, or 0. */
static unsigned long push_bytes(struct stack_builder *b, const void *data,
				size_t len)
{
	b->sp -= len;
	return copy_to_user((void __user *)b->sp, data, len) ? 0 : b->sp;
}

static int push_strings(struct stack_builder *b, const struct exec_args *args)
{
	size_t done = 0;

	b->filename = push_bytes(b, args->filename, strlen(args->filename) + 1);
	if (!b->filename)
		return -EFAULT;
	b->sp -= args->len;
	b->argv = b->sp;
	for (unsigned int i = 0; done < args->len; i++) {
		size_t n = min(args->len - done, PAGE_SIZE);

		if (copy_to_user((void __user *)(b->sp + done),
				 page_address(args->pages[i]), n))
			return -EFAULT;
		done += n;
	}
	return 0;
}

static int push_constants(struct stack_builder *b)
{
	u8 random[16];

	arch_random(random, sizeof(random));
	b->platform = push_bytes(b, ABI_MACHINE, sizeof(ABI_MACHINE));
	b->sp &= ~15ul;
	b->random = push_bytes(b, random, sizeof(random));
	return b->platform && b->random ? 0 : -EFAULT;
}

#define MAX_AUX	22

static unsigned int make_auxv(unsigned long (*aux)[2],
			      const struct stack_builder *b,
			      const struct exec_image *img)
{
	const struct task *task = current_task();
	const unsigned long values[][2] = {
		ABI_AUXV
		{ AT_HWCAP, abi_hwcap() },
		{ AT_PAGESZ, PAGE_SIZE },
		{ AT_CLKTCK, 100 },
		{ AT_PHDR, img->phdr },
		{ AT_PHENT, img->phent },
		{ AT_PHNUM, img->phnum },
		{ AT_BASE, img->base },
		{ AT_FLAGS, 0 },
		{ AT_ENTRY, img->entry },
		{ AT_UID, task->uid },
		{ AT_EUID, img->euid },
		{ AT_GID, task->gid },
		{ AT_EGID, img->egid },
		{ AT_SECURE, img->secure },
		{ AT_HWCAP2, 0 },
		{ AT_MINSIGSTKSZ, MINSIGSTKSZ },
		{ AT_RANDOM, b->random },
		{ AT_EXECFN, b->filename },
		{ AT_PLATFORM, b->platform },
		{ AT_NULL, 0 },
	};

	BUILD_BUG_ON(ARRAY_SIZE(values) > MAX_AUX);
	memcpy(aux, values, sizeof(values));
	return ARRAY_SIZE(values);
}

/* Store pointers to @n strings from @text on, then NULL. The text's end, 0 on
 * a fault. */
static unsigned long put_pointers(unsigned long __user *to, unsigned int n,
				  unsigned long text)
{
	for (unsigned int i = 0; i < n; i++) {
		long len = strnlen_user((const char __user *)text,
					MAX_ARG_STRLEN + 1);

		if (len <= 0 || put_user(text, to + i))
			return 0;
		text += len;
	}
	return put_user(0ul, to + n) ? 0 : text;
}

static int put_vectors(struct stack_builder *b, const struct exec_args *args,
		       unsigned long (*aux)[2], unsigned int nr_aux)
{
	unsigned long words = 1 + args->argc + 1 + args->envc + 1 + 2 * nr_aux;
	unsigned long __user *p;
	unsigned long envp;

	b->sp = (b->sp - words * sizeof(long)) & ~15ul;
	p = (unsigned long __user *)b->sp;
	if (put_user((unsigned long)args->argc, p))
		return -EFAULT;
	envp = put_pointers(p + 1, args->argc, b->argv);
	if (!envp || !put_pointers(p + 2 + args->argc, args->envc, envp))
		return -EFAULT;
	b->envp = envp;
	p += 3 + args->argc + args->envc;
	return copy_to_user(p, aux, nr_aux * sizeof(*aux)) ? -EFAULT : 0;
}

static int map_stack(struct mm_struct *mm, unsigned long need, bool exec)
{
	struct mmap_request req = {
		.len = ALIGN(need, PAGE_SIZE) + STACK_GAP,
		.prot = PROT_READ | PROT_WRITE | (exec ? PROT_EXEC : 0),
		.flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED |
			 MAP_GROWSDOWN | MAP_STACK,
	};
	unsigned long addr;

	req.addr = STACK_TOP - req.len;
	mmap_write_lock(mm);
	addr = do_mmap(mm, &req);
	mmap_write_unlock(mm);
	return IS_ERR_VALUE(addr) ? (int)addr : 0;
}

/* The stack of a new program; its stack pointer into *@sp. */
static int build_stack(const struct exec_args *args,
		       const struct exec_image *img, unsigned long *sp)
{
	struct mm_struct *mm = current->mm;
	struct stack_builder b = { .sp = STACK_TOP - sizeof(long) };
	unsigned long aux[MAX_AUX][2];
	unsigned long pointers = (args->argc + args->envc + 64) * sizeof(long);
	int err;

	err = map_stack(mm, args->len + pointers + strlen(args->filename),
			img->exec_stack);
	if (!err)
		err = push_strings(&b, args);
	mm->arg_start = b.argv;
	mm->env_end = b.argv + args->len;
	if (!err)
		err = push_constants(&b);
	if (!err)
		err = put_vectors(&b, args, aux, make_auxv(aux, &b, img));
	mm->arg_end = mm->env_start = b.envp;
	mm->start_stack = *sp = b.sp;
	return err;
}

/* ---- the new address space --------------------------------------------- */

static void use_mm(struct mm_struct *mm)
{
	current->mm = mm;
	task_load_mm(mm);
}

static void set_limits(struct mm_struct *mm)
{
	mm_set_limits(mm, current_task()->signal);
	mm->limit.stack = max(mm->limit.stack, 32 * PAGE_SIZE);
	mm->mmap_base = ALIGN_DOWN(STACK_TOP - mm->limit.stack - (1ul << 20),
				   PAGE_SIZE);
}

static void set_layout(struct mm_struct *mm, const struct exec_image *img)
{
	mm->start_code = img->start_code;
	mm->end_code = img->end_code;
	mm->start_data = img->start_data;
	mm->end_data = img->end_data;
	mm->start_brk = mm->brk = img->brk;
}

/* ---- alone in the process ---------------------------------------------- */

/* The number of the first thread, which is that of the process, is taken over
 * by whoever is left. */
static int take_number(struct task *task)
{
	const pid_t old = task->thread.pid;
	int err;

	if (old == task->signal->pid)
		return 0;
	err = xa_insert(&kernel.tasks, (unsigned long)task->signal->pid, task,
			GFP_KERNEL);
	if (err)
		return err;
	task->thread.pid = task->signal->pid;
	xa_erase(&kernel.tasks, (unsigned long)old);
	return 0;
}

/* End the other threads of the process; -EAGAIN: it is ending itself. */
static int leave_threads(struct task *task)
{
	struct signal_struct *sig = task->signal;
	int err = 0;

	lock_tasklist();
	if (sig->group_exit || must_make_way(task)) {
		err = -EAGAIN;
	} else {
		sig->exec_task = task;
		end_other_threads(sig);
	}
	unlock_tasklist();
	if (err)
		return err;
	wait_event(sig->child_wait, READ_ONCE(sig->nr_threads) == 1);
	sig->exec_task = NULL;
	return take_number(task);
}

/* What other processes share with this one stays with them. */
static int leave_tables(struct task *task)
{
	struct sighand_struct *sighand = task->sighand;
	struct files_struct *files = task->files;

	if (refcount_read(&files->count) > 1) {
		task->files = files_dup(files);
		if (!task->files) {
			task->files = files;
			return -ENOMEM;
		}
		files_put(files);
	}
	if (refcount_read(&sighand->count) > 1) {
		task->sighand = sighand_dup(sighand);
		if (!task->sighand) {
			task->sighand = sighand;
			return -ENOMEM;
		}
		sighand_put(sighand);
	}
	return 0;
}

/* From here on the process is this thread. It is too late to go on with the
 * old program if something fails, so that ends it. */
static int become_alone(struct task *task)
{
	int err = leave_threads(task);

	if (err == -EAGAIN)
		return err;
	if (!err)
		err = leave_tables(task);
	if (err)
		do_group_exit(SIGKILL);
	return 0;
}

/* ---- the exchange ------------------------------------------------------ */

/* What exec does to a task once nothing can fail any more. */
static void commit_exec(const struct exec_args *args,
			const struct exec_image *img,
			struct mm_struct *old)
{
	struct task *task = current_task();
	const char *name = strrchr(args->filename, '/');

	release_vfork_parent(task);
	task->signal->did_exec = true;
	task->signal->undumpable = false;
	if (old)
		mmput(old);
	fput(task->exe);
	task->exe = get_file(img->file);
	strscpy(task->thread.comm, name ? name + 1 : args->filename,
		sizeof(task->thread.comm));
	cred_commit(img);
	files_close_on_exec(task->files);
	flush_signal_handlers(task);
	posix_timers_exit(task->signal);
	task->clear_child_tid = task->robust_list = 0;
	abi_flush_thread();
	fpu_reset();
}

static int exec_binary(struct file *file, const struct exec_args *args,
		       struct pt_regs *regs)
{
	struct mm_struct *old = current->mm;
	struct mm_struct *mm = mm_alloc();
	struct exec_image img;
	unsigned long sp;
	int err;

	if (!mm)
		return -ENOMEM;
	use_mm(mm);
	set_limits(mm);
	err = elf_load(file, &img);
	if (!err) {
		set_layout(mm, &img);
		cred_prepare(file->f_inode, &img);
		err = build_stack(args, &img, &sp);
	}
	if (!err)
		err = abi_map_extra();
	if (!err)
		err = become_alone(current_task());
	if (err) {
		use_mm(old);
		mmput(mm);
		return err;
	}
	commit_exec(args, &img, old);
	start_thread(regs, img.start, sp);
	return 0;
}

/* ---- scripts ----------------------------------------------------------- */

/* What is to be executed, and by what name. */
struct exec_file {
	struct file *file;
	char *name;			/* kmalloc'ed */
};

/* Bytes of the first string, with its NUL. */
static size_t args_first_len(const struct exec_args *args)
{
	size_t len = 0;

	while (len < args->len) {
		const char *p = page_address(args->pages[len >> PAGE_SHIFT]);

		if (!p[len++ & (PAGE_SIZE - 1)])
			break;
	}
	return len;
}

/* Put @first in front of the arguments, in place of argv[0]. */
static int args_prepend(struct exec_args *args, const char *const *first)
{
	struct exec_args new;
	size_t skip = 0, done, room;
	int err = exec_args_init(&new);

	for (; !err && first[new.argc]; new.argc++)
		err = args_add_kernel(&new, first[new.argc]);
	if (!err && args->argc)
		skip = args_first_len(args);
	for (done = skip; !err && done < args->len; done += room) {
		char *p = args_room(&new, &room);
		size_t off = done & (PAGE_SIZE - 1);

		if (IS_ERR(p)) {
			err = PTR_ERR(p);
			break;
		}
		room = min(room, args->len - done);
		room = min(room, PAGE_SIZE - off);
		memcpy(p, (char *)page_address(args->pages[done >> PAGE_SHIFT])
		       + off, room);
		new.len += room;
	}
	new.argc += args->argc - (skip ? 1 : 0);
	new.envc = args->envc;
	if (!err) {
		swap(new.filename, args->filename);
		swap(new, *args);
	}
	exec_args_destroy(&new);
	return err;
}

/*
 * Split "#! interpreter [argument]", of which @line, with a NUL behind it, has
 * the first @n bytes. False: it is none, or the interpreter's name is not all
 * there.
 */
static bool parse_shebang(char *line, size_t n, char **interp, char **arg)
{
	char *end = strchrnul(line, '\n');

	*interp = line + 2 + strspn(line + 2, " \t");
	*arg = *interp + strcspn(*interp, " \t\n");
	if (*arg == line + n && n == MAX_SHEBANG)
		return false;
	*end = 0;
	if (*arg < end)
		*(*arg)++ = 0;
	*arg = strim(*arg);
	return **interp != 0;
}

/* 0: @args now run the interpreter, whose file replaces *@file. @name is the
 * script's and becomes the interpreter's, kmalloc'ed. */
static int exec_script(struct exec_file *exec, struct exec_args *args,
		       char *line, size_t n)
{
	const char *first[4] = { 0 };
	char *interp, *arg, *name;
	struct file *next;
	int i = 0, err;

	if (!parse_shebang(line, n, &interp, &arg))
		return -ENOEXEC;
	first[i++] = interp;
	if (*arg)
		first[i++] = arg;
	first[i++] = exec->name;
	next = open_exec(interp);
	if (IS_ERR(next))
		return PTR_ERR(next);
	err = args_prepend(args, first);
	name = err ? NULL : kstrdup(interp, GFP_KERNEL);
	if (!name) {
		fput(next);
		return err ? err : -ENOMEM;
	}
	fput(exec->file);
	kfree(exec->name);
	*exec = (struct exec_file){ next, name };
	return 0;
}

static int exec_any(struct exec_file *exec, struct exec_args *args,
		    struct pt_regs *regs)
{
	char line[MAX_SHEBANG + 1];
	int err = 0;

	for (int depth = 0; depth <= MAX_INTERP_DEPTH; depth++) {
		loff_t pos = 0;
		ssize_t n;

		n = kernel_read(exec->file, line, MAX_SHEBANG, &pos);
		if (n < 0)
			return n;
		line[n] = 0;
		if (n < 2 || line[0] != '#' || line[1] != '!')
			return exec_binary(exec->file, args, regs);
		err = exec_script(exec, args, line, n);
		if (err)
			return err;
	}
	return -ELOOP;
}

/* ---- calls ------------------------------------------------------------- */

/* Takes over @file. */
static int exec_file(struct file *file, const char *path,
		     struct exec_args *args, struct pt_regs *regs)
{
	struct exec_file exec = { file, kstrdup(path, GFP_KERNEL) };
	int err = -ENOMEM;

	args->filename = kstrdup(path, GFP_KERNEL);
	if (exec.name && args->filename)
		err = exec_any(&exec, args, regs);
	fput(exec.file);
	kfree(exec.name);
	return err;
}

int do_execve(const char *path, struct exec_args *args, struct pt_regs *regs)
{
	struct file *file = open_exec(path);

	if (IS_ERR(file))
		return PTR_ERR(file);
	return exec_file(file, path, args, regs);
}

/* The strings that a program gives to the next. */
static int args_from_user(struct exec_args *args, unsigned long argv,
			  unsigned long envp)
{
	int err = exec_args_init(args);

	if (!err)
		err = args_add_vector(args, argv, &args->argc);
	if (!err && !args->argc) {
		err = args_add_kernel(args, "");
		args->argc = 1;
	}
	if (!err)
		err = args_add_vector(args, envp, &args->envc);
	return err;
}

SYSCALL_DEFINE3(execve, const char __user *, path, unsigned long, argv,
		unsigned long, envp)
{
	struct exec_args args;
	struct filename fn;
	int err;

	if (IS_ERR(getname(&fn, path, 0)))
		return PTR_ERR(fn.name);
	err = args_from_user(&args, argv, envp);
	if (!err)
		err = do_execve(fn.name, &args, current_task()->regs);
	exec_args_destroy(&args);
	putname(&fn);
	return err;
}

/* What execveat(2) names, by itself or through a descriptor, and the path by
 * which an interpreter of scripts would find it. */
static struct file *open_exec_at(int dfd, const char *name, int flags,
				 char *path)
{
	unsigned int lookup = name[0] ? 0 : LOOKUP_EMPTY;
	struct dentry *dentry;
	struct file *file;

	if (!(flags & AT_SYMLINK_NOFOLLOW))
		lookup |= LOOKUP_FOLLOW;
	dentry = path_lookup(dfd, name, lookup);
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	if (S_ISLNK(dentry->d_inode->i_mode))
		file = ERR_PTR(-ELOOP);
	else
		file = dentry_open_exec(dentry);
	dput(dentry);
	if (name[0] == '/' || dfd == AT_FDCWD)
		strscpy(path, name, PATH_MAX);
	else
		snprintf(path, PATH_MAX, "/dev/fd/%d%s%s", dfd,
			 name[0] ? "/" : "", name);
	return file;
}

SYSCALL_DEFINE5(execveat, int, dfd, const char __user *, upath, unsigned long,
		argv, unsigned long, envp, int, flags)
{
	struct exec_args args = { 0 };
	struct filename fn;
	struct file *file;
	char *path;
	int err;

	if (flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
		return -EINVAL;
	if (IS_ERR(getname(&fn, upath,
			   flags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0)))
		return PTR_ERR(fn.name);
	path = kmalloc(PATH_MAX, GFP_KERNEL);
	err = path ? args_from_user(&args, argv, envp) : -ENOMEM;
	if (!err) {
		file = open_exec_at(dfd, fn.name, flags, path);
		err = IS_ERR(file) ? PTR_ERR(file) :
		      exec_file(file, path, &args, current_task()->regs);
	}
	exec_args_destroy(&args);
	kfree(path);
	putname(&fn);
	return err;
}
