/* SPDX-License-Identifier: MIT */
/*
 * mm.h - address spaces: areas, faults, mappings, pinned user pages.
 */
#ifndef OCTAVO_MM_H
#define OCTAVO_MM_H

#include <octavo/types.h>
#include <octavo/page.h>
#include <octavo/rbtree.h>
#include <octavo/rwsem.h>
#include <octavo/spinlock.h>
#include <octavo/list.h>
#include <asm/pgtable.h>

struct file;			/* the kernel's; opaque here */
struct vm_fault;
struct vm_area_struct;

#define VM_READ		0x00000001ul
#define VM_WRITE	0x00000002ul
#define VM_EXEC		0x00000004ul
#define VM_SHARED	0x00000008ul
#define VM_MAYREAD	0x00000010ul
#define VM_MAYWRITE	0x00000020ul
#define VM_MAYEXEC	0x00000040ul
#define VM_MAYSHARE	0x00000080ul
#define VM_GROWSDOWN	0x00000100ul
#define VM_PFNMAP	0x00000400ul
#define VM_LOCKED	0x00002000ul
#define VM_IO		0x00004000ul
#define VM_DONTCOPY	0x00020000ul
#define VM_DONTEXPAND	0x00040000ul
#define VM_DONTDUMP	0x04000000ul
#define VM_MIXEDMAP	0x10000000ul

typedef unsigned int vm_fault_t;
#define VM_FAULT_OOM		0x0001u
#define VM_FAULT_SIGBUS		0x0002u
#define VM_FAULT_SIGSEGV	0x0040u
#define VM_FAULT_NOPAGE		0x0100u
#define VM_FAULT_LOCKED		0x0200u
#define VM_FAULT_RETRY		0x0400u
#define VM_FAULT_MAJOR		0x0004u
#define VM_FAULT_ERROR		(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)

#define FAULT_FLAG_WRITE	0x01u
#define FAULT_FLAG_USER		0x40u
#define FAULT_FLAG_INSTRUCTION	0x100u

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);	/* a copy or split was made */
	void (*close)(struct vm_area_struct *vma);	/* one went away */
	vm_fault_t (*fault)(struct vm_fault *vmf);	/* sets vmf->page */
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
	const char *(*name)(struct vm_area_struct *vma);
};

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long address;		/* page-aligned user address */
	unsigned long pgoff;		/* page in the file */
	unsigned int flags;		/* FAULT_FLAG_* */
	struct page *page;		/* what ->fault found, referenced */
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;		/* exclusive */
	unsigned long vm_flags;		/* VM_* */
	unsigned long vm_pgoff;		/* of vm_start, in pages */
	struct mm_struct *vm_mm;
	struct rb_node vm_rb;
	const struct vm_operations_struct *vm_ops;	/* NULL: anonymous */
	struct file *vm_file;		/* held by ->open/->close */
	struct address_space *vm_mapping;	/* page cache behind it, or NULL */
	struct list_head i_mmap;	/* in vm_mapping's list */
	void *vm_private_data;
};

struct mm_struct {
	pte_t *pgd;
	struct rb_root mm_rb;
	int map_count;
	atomic_t mm_users;
	spinlock_t page_table_lock;
	struct rw_semaphore mmap_lock;
	unsigned long mmap_base;	/* mmap searches down from here */
	unsigned long total_vm;		/* pages mapped by areas */
	atomic_long_t rss;		/* pages present */
	atomic_long_t pgtables;		/* pages of tables */
	unsigned long start_brk, brk;
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_stack, arg_start, arg_end, env_start, env_end;
	unsigned long stack_limit;	/* bytes the stack may grow to */
	unsigned long as_limit;		/* bytes of areas allowed, 0: no limit */
	struct arch_mm arch;		/* <asm/pgtable.h>: the machine's own */
};

/* What a page fault came to; the port acts on it. */
enum fault_action {
	FAULT_RETRY,		/* run the instruction again */
	FAULT_FIXUP,		/* continue at *fixup */
	FAULT_SIGSEGV_MAPERR,	/* user code: no area there */
	FAULT_SIGSEGV_ACCERR,	/* user code: the area does not allow it */
	FAULT_SIGBUS,		/* user code: nothing behind the mapping */
	FAULT_OOM,		/* user code: no memory left */
	FAULT_BUG,		/* kernel code, no fixup: stop with an oops */
};

/* Why it faulted, as the i386 error code has it. */
#define PF_PROT		0x01u	/* page present, access not allowed */
#define PF_WRITE	0x02u
#define PF_USER		0x04u	/* the CPU ran user code */
#define PF_INSTR	0x10u

enum fault_action do_page_fault(unsigned long addr, unsigned int code,
				unsigned long ip, unsigned long *fixup);

/* Address spaces (mm/vm/mm.c, mmap.c). Callers hold mmap_lock for write where
 * the name begins with do_; the vm_ calls take it. Errors are -errno cast. */
struct mm_struct *mm_alloc(void);
void mmget(struct mm_struct *mm);
void mmput(struct mm_struct *mm);	/* last: exit_mmap, free */
int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm);
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);

struct mmap_request {
	unsigned long addr, len, prot, flags;	/* as mmap(2) */
	unsigned long pgoff;
	unsigned long may;		/* VM_MAY* the file's mode allows; 0: all */
	const struct vm_operations_struct *vm_ops;
	struct file *vm_file;
	struct address_space *mapping;
	void *private_data;
};
unsigned long do_mmap(struct mm_struct *mm, const struct mmap_request *req);
int do_munmap(struct mm_struct *mm, unsigned long start, size_t len);
int do_mprotect(struct mm_struct *mm, unsigned long start, size_t len,
		unsigned long prot);
unsigned long do_mremap(struct mm_struct *mm, unsigned long addr,
			unsigned long old_len, unsigned long new_len,
			unsigned long flags, unsigned long new_addr);
unsigned long do_brk(struct mm_struct *mm, unsigned long brk);
int do_madvise(struct mm_struct *mm, unsigned long start, size_t len, int advice);
int do_msync(struct mm_struct *mm, unsigned long start, size_t len, int flags);
int do_mincore(struct mm_struct *mm, unsigned long start, size_t nr,
	       unsigned char *vec);		/* vec: kernel memory, nr pages */

vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags);

#define FOLL_WRITE		0x0001u
#define FOLL_GET		0x0002u
#define FOLL_FORCE		0x0010u
#define FOLL_NOFAULT		0x0080u
#define FOLL_LONGTERM		0x10000u
#define FOLL_PIN		0x40000u

long get_user_pages(unsigned long start, unsigned long nr, unsigned int flags,
		    struct page **pages);
long get_user_pages_remote(struct mm_struct *mm, unsigned long start,
			   unsigned long nr, unsigned int flags,
			   struct page **pages, int *locked);
int get_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages);
long pin_user_pages(unsigned long start, unsigned long nr, unsigned int flags,
		    struct page **pages);
long pin_user_pages_remote(struct mm_struct *mm, unsigned long start,
			   unsigned long nr, unsigned int flags,
			   struct page **pages, int *locked);
int pin_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages);
void unpin_user_page(struct page *page);
void unpin_user_pages(struct page **pages, unsigned long nr);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long nr,
				 bool make_dirty);
int set_page_dirty(struct page *page);
int set_page_dirty_lock(struct page *page);
int access_process_vm(struct mm_struct *mm, unsigned long addr, void *buf,
		      int len, unsigned int flags);

static inline void mmap_read_lock(struct mm_struct *mm)
{
	down_read(&mm->mmap_lock);
}

static inline void mmap_read_unlock(struct mm_struct *mm)
{
	up_read(&mm->mmap_lock);
}

static inline void mmap_write_lock(struct mm_struct *mm)
{
	down_write(&mm->mmap_lock);
}

static inline void mmap_write_unlock(struct mm_struct *mm)
{
	up_write(&mm->mmap_lock);
}

#endif
