/* SPDX-License-Identifier: MIT */
/*
 * vdso.c - the page of code that every program of i386 has.
 *
 *	VDSO_BASE	 enter the kernel: called with registers as for int 0x80
 *	   + 0xf00	 sigreturn, for handlers without SA_RESTORER
 *	   + 0xf40	 rt_sigreturn
 *
 * The first is the machine's (SYSENTER where the CPU has it), the rest is
 * filled with breakpoints. AT_SYSINFO tells a C library where it is; without
 * an ELF header, which AT_SYSINFO_EHDR would point to, libraries take nothing
 * else from it. One page serves all programs.
 */
#include "../../internal.h"
#include <uapi/mman.h>

#define INT3		0xcc

static struct page *vdso_page;

static const char *vdso_name(struct vm_area_struct *vma)
{
	return "[vdso]";
}

static vm_fault_t vdso_fault(struct vm_fault *vmf)
{
	get_page(vdso_page);
	vmf->page = vdso_page;
	return 0;
}

static const struct vm_operations_struct vdso_vm_ops = {
	.fault = vdso_fault, .name = vdso_name,
};

int abi_init(void)
{
	static const u8 int80[] = { 0xcd, 0x80, 0xc3 };
	static const u8 sigreturn[] = { 0x58, 0xb8, 119, 0, 0, 0, 0xcd, 0x80 };
	static const u8 rt_sigreturn[] = { 0xb8, 173, 0, 0, 0, 0xcd, 0x80 };
	u8 *code;

	vdso_page = alloc_page(GFP_KERNEL);
	if (!vdso_page)
		return -ENOMEM;
	code = page_address(vdso_page);
	memset(code, INT3, PAGE_SIZE);
	if (!arch_vdso_code(code, VDSO_SIGRETURN - VDSO_BASE))
		memcpy(code, int80, sizeof(int80));
	memcpy(code + VDSO_SIGRETURN - VDSO_BASE, sigreturn, sizeof(sigreturn));
	memcpy(code + VDSO_RT_SIGRETURN - VDSO_BASE, rt_sigreturn,
	       sizeof(rt_sigreturn));
	return 0;
}

void abi_exit(void)
{
	if (vdso_page)
		put_page(vdso_page);
	vdso_page = NULL;
}

int abi_map_extra(void)
{
	const struct mmap_request req = {
		.addr = VDSO_BASE,
		.len = PAGE_SIZE,
		.prot = PROT_READ | PROT_EXEC,
		.flags = MAP_PRIVATE | MAP_FIXED,
		.may = VM_MAYREAD | VM_MAYEXEC,
		.vm_flags = VM_DONTEXPAND,
		.vm_ops = &vdso_vm_ops,
	};
	unsigned long addr = vm_mmap(current->mm, &req);

	return IS_ERR_VALUE(addr) ? (int)addr : 0;
}
