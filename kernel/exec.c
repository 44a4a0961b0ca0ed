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
#define MAX_ARG_STRINGS	(MAX_ARG_PAGES * PAGE_SIZE / 16)
#define MAX_SHEBANG	255
#define MAX_INTERP_DEPTH	4

/* ---- strings ----------------------------------------------------------- */

int exec_args_init(struct exec_args *args)
{
	*args = (struct exec_args){ 0 };
	args->pages = kcalloc(MAX_ARG_PAGES, sizeof(*args->pages), GFP_KERNEL);
	return args->pages ? 0 : -ENOMEM;
}

void exec_args_destroy(struct exec_args *args)
{
	for (unsigned int i = 0; args->pages && i < MAX_ARG_PAGES; i++)
		if (args->pages[i])
			__free_page(args->pages[i]);
	kfree(args->pages);
	kfree(args->filename);
}

/* Where the next byte goes: page memory and how much of it. Or ERR_PTR. */
static char *args_room(struct exec_args *args, size_t *room)
{
	unsigned int i = args->len >> PAGE_SHIFT;
	size_t off = args->len & (PAGE_SIZE - 1);

	if (i >= MAX_ARG_PAGES)
		return ERR_PTR(-E2BIG);
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
		if (++*count > MAX_ARG_STRINGS)
			return -E2BIG;
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

#define MAX_AUX	20

static unsigned int make_auxv(unsigned long (*aux)[2],
			      const struct stack_builder *b,
			      const struct exec_image *img)
{
	const struct task *task = current_task();
	const unsigned long values[][2] = {
		ABI_AUXV
		{ AT_HWCAP, 0 },
		{ AT_PAGESZ, PAGE_SIZE },
		{ AT_CLKTCK, 100 },
		{ AT_PHDR, img->phdr },
		{ AT_PHENT, img->phent },
		{ AT_PHNUM, img->phnum },
		{ AT_BASE, 0 },
		{ AT_FLAGS, 0 },
		{ AT_ENTRY, img->entry },
		{ AT_UID, task->uid },
		{ AT_EUID, img->euid },
		{ AT_GID, task->gid },
		{ AT_EGID, img->egid },
		{ AT_SECURE, img->secure },
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

static int map_stack(struct mm_struct *mm, unsigned long need)
{
	struct mmap_request req = {
		.len = ALIGN(need, PAGE_SIZE) + STACK_GAP,
		.prot = PROT_READ | PROT_WRITE,
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

	err = map_stack(mm, args->len + pointers + strlen(args->filename));
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
	const struct rlimit64 *rlim = current_task()->rlim;
	u64 stack = min_t(u64, rlim[RLIMIT_STACK].rlim_cur, TASK_SIZE / 4);

	mm->stack_limit = max_t(u64, stack, 32 * PAGE_SIZE);
	mm->mmap_base = ALIGN_DOWN(STACK_TOP - mm->stack_limit - (1ul << 20),
				   PAGE_SIZE);
	mm->as_limit = rlim[RLIMIT_AS].rlim_cur >= TASK_SIZE ? 0 :
			rlim[RLIMIT_AS].rlim_cur;
}

static void set_layout(struct mm_struct *mm, const struct exec_image *img)
{
	mm->start_code = img->start_code;
	mm->end_code = img->end_code;
	mm->start_data = img->start_data;
	mm->end_data = img->end_data;
	mm->start_brk = mm->brk = img->brk;
}

/* What exec does to a task once nothing can fail any more. */
static void commit_exec(struct file *file, const struct exec_image *img,
			struct mm_struct *old)
{
	struct task *task = current_task();

	release_vfork_parent(task);
	task->signal->did_exec = true;
	if (old)
		mmput(old);
	fput(task->exe);
	task->exe = get_file(file);
	strscpy(task->comm, file->f_dentry->d_name, sizeof(task->comm));
	cred_commit(img);
	files_close_on_exec(task->files);
	flush_signal_handlers(task);
	task->clear_child_tid = 0;
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
	if (err) {
		use_mm(old);
		mmput(mm);
		return err;
	}
	commit_exec(file, &img, old);
	start_thread(regs, img.entry, sp);
	return 0;
}

/* ---- scripts ----------------------------------------------------------- */

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

/* Put @first in front of the arguments, in place of argv[0] if @replace. */
static int args_prepend(struct exec_args *args, const char *const *first,
			bool replace)
{
	struct exec_args new;
	size_t skip = 0, done, room;
	int err = exec_args_init(&new);

	for (; !err && first[new.argc]; new.argc++)
		err = args_add_kernel(&new, first[new.argc]);
	if (!err && replace && args->argc)
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

/* Split "#! interpreter [argument]"; false if it is none. */
static bool parse_shebang(char *line, char **interp, char **arg)
{
	char *end = strchrnul(line, '\n');

	if (line[0] != '#' || line[1] != '!')
		return false;
	*end = 0;
	*interp = line + 2 + strspn(line + 2, " \t");
	*arg = *interp + strcspn(*interp, " \t");
	if (**arg) {
		*(*arg)++ = 0;
		*arg = strim(*arg);
	}
	return **interp != 0;
}

/* 0: @args now run the interpreter, whose file replaces *@file. */
static int exec_script(struct file **file, struct exec_args *args, char *line)
{
	const char *first[4] = { 0 };
	char *interp, *arg;
	struct file *next;
	int n = 0, err;

	if (!parse_shebang(line, &interp, &arg))
		return -ENOEXEC;
	first[n++] = interp;
	if (*arg)
		first[n++] = arg;
	first[n++] = args->filename;
	next = open_exec(interp);
	if (IS_ERR(next))
		return PTR_ERR(next);
	err = args_prepend(args, first, true);
	if (err) {
		fput(next);
		return err;
	}
	fput(*file);
	*file = next;
	return 0;
}

static int exec_file(struct file **file, struct exec_args *args,
		     struct pt_regs *regs)
{
	char line[MAX_SHEBANG + 1];
	int err = 0;

	for (int depth = 0; depth <= MAX_INTERP_DEPTH; depth++) {
		loff_t pos = 0;
		ssize_t n;

		n = kernel_read(*file, line, MAX_SHEBANG, &pos);
		if (n < 0)
			return n;
		line[n] = 0;
		if (n < 2 || line[0] != '#' || line[1] != '!')
			return exec_binary(*file, args, regs);
		err = exec_script(file, args, line);
		if (err)
			return err;
	}
	return -ELOOP;
}

int do_execve(const char *path, struct exec_args *args, struct pt_regs *regs)
{
	struct file *file = open_exec(path);
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	args->filename = kstrdup(path, GFP_KERNEL);
	err = args->filename ? exec_file(&file, args, regs) : -ENOMEM;
	fput(file);
	return err;
}

SYSCALL_DEFINE3(execve, const char __user *, path, unsigned long, argv,
		unsigned long, envp)
{
	struct pt_regs *regs = current_task()->regs;
	struct exec_args args;
	char *name = getname(path, 0);
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	err = exec_args_init(&args);
	if (!err)
		err = args_add_vector(&args, argv, &args.argc);
	if (!err && !args.argc) {
		err = args_add_kernel(&args, "");
		args.argc = 1;
	}
	if (!err)
		err = args_add_vector(&args, envp, &args.envc);
	if (!err)
		err = do_execve(name, &args, regs);
	exec_args_destroy(&args);
	kfree(name);
	return err;
}
